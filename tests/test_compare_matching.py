"""Which layer is which, where names alone would mislead: checkpoints of models that number their layers otherwise."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from pathlib import Path

from helpers import write_files

from ms_lint.analysis import project_for
from ms_lint.compare.comparison import Comparison, compare_module
from ms_lint.compare.readers import read_reference
from ms_lint.settings import Settings


def held(shapes: Mapping[str, tuple[int, ...]], code: str, folder: Path) -> Comparison:
    """A checkpoint with tensors of these shapes, held against the class Net in some code."""
    header, offset = {}, 0
    for name, shape in shapes.items():
        size = 4
        for each in shape:
            size *= each
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    file = folder / "net.safetensors"
    file.write_bytes(struct.pack("<Q", len(text)) + text + bytes(offset))
    path = write_files(folder, {"net.py": code}) / "net.py"
    module = project_for(Settings(root=str(folder))).load(str(path))
    assert module is not None
    return compare_module(read_reference(str(file)), module, "Net")


def by_name(comparison: Comparison) -> dict[str, str]:
    """The pairs, by the names of both sides."""
    return {pair.reference.name: pair.cell.name for pair in comparison.matching.pairs}


STAGES = """
from mindspore import nn

class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(3, 8, 3), nn.ReLU()]
        for inner, outer in [(8, 16), (16, 24), (24, 32), (32, 40), (40, 48)]:
            layers += [nn.Conv2d(inner, outer, 3), nn.ReLU()]
        self.features = nn.SequentialCell(layers)

    def construct(self, x):
        return self.features(x)
"""
SIZES = [3, 8, 16, 24, 32, 40, 48]


def test_names_that_number_other_things_are_no_names(tmp_path: Path) -> None:
    """Stages are 0, 1, 2 ... in the checkpoint; in the Cell each has its activation behind it."""
    shapes = {f"features.{at}.weight": (SIZES[at + 1], SIZES[at], 3, 3) for at in range(6)}
    comparison = held(shapes, STAGES, tmp_path)
    assert by_name(comparison) == {f"features.{at}": f"features.{2 * at}" for at in range(6)}
    assert comparison.differences == ()


def test_names_are_believed_where_sizes_are_really_others(tmp_path: Path) -> None:
    """The same names and wrong channels throughout: that is a difference, not another numbering."""
    shapes = {f"features.{2 * at}.weight": (2 * SIZES[at + 1], SIZES[at], 3, 3) for at in range(6)}
    comparison = held(shapes, STAGES, tmp_path)
    assert len(comparison.matching.pairs) == 6
    assert {each.topic for each in comparison.differences} == {"channels"}


def test_layers_of_one_size_by_the_end_of_their_names(tmp_path: Path) -> None:
    """One matrix for queries, keys and values there, three here: the projections behind them are still found."""
    code = """
    from mindspore import nn

    class Attention(nn.Cell):
        def __init__(self, dim):
            super().__init__()
            self.q = nn.Dense(dim, dim)
            self.k = nn.Dense(dim, dim)
            self.v = nn.Dense(dim, dim)
            self.proj = nn.Dense(dim, dim)

        def construct(self, x):
            return self.proj(self.q(x) * self.k(x) + self.v(x))

    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.embed = nn.Dense(5, 8)
            self.blocks = nn.SequentialCell([Attention(8) for _ in range(2)])
            self.hidden = nn.Dense(8, 32)
            self.head = nn.Dense(32, 3)

        def construct(self, x):
            return self.head(self.hidden(self.blocks(self.embed(x))))
    """
    shapes: dict[str, tuple[int, ...]] = {"stem.weight": (8, 5), "stem.bias": (8,)}
    for block in range(2):
        for name, size in (("attn.qkv", 24), ("attn.proj", 8)):
            shapes |= {f"encoder.{block}.{name}.weight": (size, 8), f"encoder.{block}.{name}.bias": (size,)}
    shapes |= {"mlp.weight": (32, 8), "mlp.bias": (32,), "out.weight": (3, 32), "out.bias": (3,)}
    comparison = held(shapes, code, tmp_path)
    assert by_name(comparison) == {
        "stem": "embed",
        "encoder.0.attn.proj": "blocks.0.proj",
        "encoder.1.attn.proj": "blocks.1.proj",
        "mlp": "hidden",
        "out": "head",
    }
