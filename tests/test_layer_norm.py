"""What LayerNorm is given: a number by its name, unless the function makes a list of it."""

from __future__ import annotations

import ms_lint

CODE = """\
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels):
        super().__init__()
{}        self.norm = nn.LayerNorm(channels, epsilon=1e-5)

    def construct(self, x):
        return self.norm(x)
"""


def codes(lines: str) -> list[str]:
    return [finding.code for finding in ms_lint.check_source(CODE.format(lines))]


def test_a_number_by_its_name() -> None:
    assert codes("") == ["MSL324"]


def test_a_number_that_is_made_a_list() -> None:
    assert codes("        if isinstance(channels, int):\n            channels = [channels]\n") == []
