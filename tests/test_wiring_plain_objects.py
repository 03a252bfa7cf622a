"""Objects of the project that are no Cells: configurations that layers are made by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers import write_files

from ms_lint.analysis import project_for
from ms_lint.semantics.wiring.follow import follow
from ms_lint.semantics.wiring.model import UNKNOWN
from ms_lint.settings import Settings


def attributes(code: str, folder: Path) -> dict[str, Any]:
    """The attributes of the class Net in some code, followed."""
    path = write_files(folder, {"net.py": code}) / "net.py"
    module = project_for(Settings(root=str(folder))).load(str(path))
    assert module is not None
    info = next(info for info in module.classes if info.name == "Net")
    return follow(info, module).root.attributes


CONFIG = """
import copy
import math
from functools import partial

from mindspore import nn


class Config:
    scale = 2

    def __init__(self, channels, kernel, depth=1, factor=1.0):
        self.channels = self.rounded(channels * factor)
        self.kernel = kernel
        self.depth = int(math.ceil(depth))

    @staticmethod
    def rounded(value):
        return int(value + 4) // 8 * 8

    @property
    def wide(self):
        return self.channels * self.scale


class Other(Config):
    def __init__(self, channels):
        super().__init__(channels, 3, depth=2)
        self.kernel = 5


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        config = partial(Config, factor=2.0)
        first = config(12, 3)
        self.conv = nn.Conv2d(first.channels, first.wide, first.kernel)
        second = copy.copy(first)
        second.channels = 7
        self.kept, self.changed = first.channels, second.channels
        other = Other(16)
        self.numbers = other.channels, other.kernel, other.depth
        self.is_config = isinstance(other, Config), isinstance(first, Other)
        self.name = type(other).__name__, "Other" in str(type(other))
        self.missing = first.nothing
"""


def test_a_configuration_is_followed(tmp_path: Path) -> None:
    found = attributes(CONFIG, tmp_path)
    assert [found["conv"].arguments[name] for name in ("in_channels", "out_channels", "kernel_size")] == [24, 48, 3]
    assert (found["kept"], found["changed"]) == (24, 7)
    assert found["numbers"] == (16, 5, 2)
    assert found["is_config"] == (True, False)
    assert found["name"] == ("Other", True)
    assert found["missing"] is UNKNOWN


def test_a_dataclass_has_its_fields(tmp_path: Path) -> None:
    code = """
    from dataclasses import dataclass, field
    from mindspore import nn

    @dataclass
    class Base:
        width: int
        depth: int = 3

    @dataclass(frozen=True)
    class Config(Base):
        kernels: list = field(default_factory=list)
        rate: float = 0.5

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            config = Config(8, rate=0.25)
            self.width, self.depth, self.rate = config.width, config.depth, config.rate
            self.kernels = config.kernels
    """
    found = attributes(code, tmp_path)
    assert (found["width"], found["depth"], found["rate"]) == (8, 3, 0.25)
    assert found["kernels"] is UNKNOWN


def test_what_may_change_elsewhere_is_not_known(tmp_path: Path) -> None:
    code = """
    from enum import Enum
    from mindspore import nn
    from elsewhere import Base, change, choose

    class Config:
        def __init__(self):
            self.width = 8

    class Foreign(Base):
        pass

    class Size(Enum):
        SMALL = 8

    class Made:
        def __new__(cls):
            return choose(cls)

    @choose
    class Decorated:
        def __init__(self):
            self.width = 8

    class Net(nn.Cell):
        def __init__(self, flag):
            super().__init__()
            config = Config()
            change(config)
            self.given = config.width
            self.foreign = Foreign().width
            self.size = Size(8).value
            self.made = Made().width
            self.decorated = Decorated().width
            one = Config()
            if flag:
                one.width = 9
            self.either = one.width
    """
    found = attributes(code, tmp_path)
    for name in ("given", "foreign", "size", "made", "decorated", "either"):
        assert found[name] is UNKNOWN, name
