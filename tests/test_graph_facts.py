"""What graph mode supports and forbids: the reading of MindSpore's parser, and the look-ups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ms_lint.knowledge.extraction.graph import graph_facts as read_facts
from ms_lint.knowledge.extraction.intervals import merge, render
from ms_lint.knowledge.extraction.sources import from_mapping
from ms_lint.knowledge.graph import GraphFacts, graph_facts
from ms_lint.knowledge.versions import SHIPPED_VERSIONS

PARSE = "mindspore/_extends/parse"
FILES = {
    f"{PARSE}/resources.py": b"""
import ast, math
from mindspore import SparseTensor
from mindspore.ops import functional as F
from . import standard_method as M
from . import trope as T
parse_object_map = {ast.Add: (trope_ns, 'add', '+'), ast.BitXor: (trope_ns, 'xor', '^'), 'getitem': (c, 'getitem', '')}
convert_object_map = {T.xor: NO_IMPLEMENT, T.len: M.ms_len, T.own: F.own, math.log: F.scalar_log,
    SparseTensor: F.sparse,
}
if not security.enable_security():
    convert_object_map[T.print] = F.print_
convert_class_to_function_map = {"class 'int'": M.int_func}
constant_fold_functions = [abs, T.xor]
""",
    f"{PARSE}/trope.py": b"from operator import (add, xor)\nfrom builtins import len, print\ndef own(): pass\n",
    f"{PARSE}/parser.py": b"""
from mindspore import Tensor
parse_expr_statement_white_list = ("append",)
_unsupported_python_builtin_type = (set, slice,)
_unsupported_internal_type = (Tensor,)
_other = (dict,)
""",
    f"{PARSE}/standard_method.py": b"def mean(x, axis=(), keep_dims=False): pass\ndef _hidden(): pass\n",
    "mindspore/ops/composite/multitype_ops/add_impl.py": b"""
@augassign_add.register("Number", "Number")
@add.register("Number", "Number")
def _number_add(x, y): pass
@_add_backward.register("Tensor")
def _backward(x): pass
""",
    "mindspore/nn/cell.py": b"""
class Cell:
    @jit_forbidden_register
    def to(self): pass
    def construct(self): pass
""",
    "mindspore/_check_jit_forbidden_api.py": b"""
def add_jit_forbidden_module(module): _set.add(module)
add_jit_forbidden_module("mindspore.log")
""",
    "mindspore/mint/__init__.py": b"@jit_view_unsupported\ndef squeeze(input, dim): pass\n",
}


def test_tables_are_read() -> None:
    assert read_facts(from_mapping(FILES)) == {
        "operator/Add": ("add",),
        "operator/BitXor": ("xor",),
        "function/operator.xor": (None,),
        "function/builtins.len": ("M.ms_len",),
        "function/builtins.print": ("F.print_",),
        "function/trope.own": ("F.own",),
        "function/math.log": ("F.scalar_log",),
        "function/mindspore.SparseTensor": ("F.sparse",),
        "constructor/builtins.int": ("M.int_func",),
        "folded/builtins.abs": (),
        "folded/operator.xor": (),
        "statement-method/append": (),
        "unsupported-type/builtins.set": (),
        "unsupported-type/builtins.slice": (),
        "unsupported-class/mindspore.Tensor": (),
        "method/mean": ("x, axis=(), keep_dims=False",),
        "operand/add(Number, Number)": (),
        "operand/augassign_add(Number, Number)": (),
        "forbidden/mindspore.nn.cell.Cell.to": (),
        "forbidden-module/mindspore.log": (),
        "view-unsupported/mindspore.mint.squeeze": (),
    }


def test_a_parser_that_moved_is_found() -> None:
    moved = {path.replace(PARSE, "mindspore/graph/_parse"): text for path, text in FILES.items()}
    moved[f"{PARSE}/resources.py"] = b"mark_deprecated(__name__, 'mindspore.graph._parse.resources')"
    assert read_facts(from_mapping(moved)) == read_facts(from_mapping(FILES))


def test_no_parser_no_facts() -> None:
    assert read_facts(from_mapping({"mindspore/__init__.py": b"import os"})) == {}


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=60), st.integers(0, 200))
def test_any_bytes_can_be_read(path: str, bytes_: bytes, at: int) -> None:
    read_facts(from_mapping({**FILES, path: FILES[path][:at] + bytes_ + FILES[path][at:]}))
    read_facts(from_mapping({**FILES, path: FILES[path][:at]}))


def test_segments() -> None:
    versions: list[dict[str, tuple[object, ...]]] = [
        {"a": ("x", None)},
        {"a": ("x",), "b": (1,)},
        {"b": (2,)},
        {"a": ("x",), "b": (2,)},
    ]
    merged = merge(versions)
    assert merged == {"a": [[0, 1, "x"], [3, 3, "x"]], "b": [[1, 1, 1], [2, 3, 2]]}
    assert render(["about"], ["1.0", "1.1", "2.0", "2.1"], merged) == (
        b'# about\n#versions 1.0 1.1 2.0 2.1\na\t[0,1,"x"],[3,3,"x"]\nb\t[1,1,1],[2,3,2]\n'
    )


@pytest.mark.parametrize("version", SHIPPED_VERSIONS)
def test_every_version_has_facts(version: str) -> None:
    facts = graph_facts(version)
    assert {"Add", "In", "Not"} <= set(facts.operators)
    assert facts.functions["builtins.len"] == "M.ms_len"
    assert ("Tensor", "Number") in facts.operands["mul"]
    assert "append" in facts.statement_methods
    assert "builtins.set" in facts.unsupported_types
    assert "argmax" in facts.methods


def test_what_changed_between_versions() -> None:
    old, new = graph_facts("1.8.1"), graph_facts("2.10.0")
    assert old.functions["operator.xor"] is None
    assert new.functions["operator.xor"] == "multitype_ops.bitwise_xor"
    assert "BitAnd" in new.operators
    assert "BitAnd" not in old.operators
    assert old.constructors == {}
    assert new.constructors["builtins.int"] == "M.int_func"
    assert "builtins.list" in old.unsupported_types
    assert old.unsupported_classes == {"mindspore.Tensor"}
    assert new.unsupported_classes == frozenset()
    assert new.augmented["Add"] == "augassign_add"
    assert not old.augmented
    assert "mindspore.nn.cell.Cell.to" in new.forbidden
    assert "mindspore.common.initializer" in new.forbidden_modules
    assert "mindspore.mint.squeeze" in new.view_unsupported
    assert {"numpy", "torch"} <= new.third_party_modules


def test_a_version_that_was_not_read_has_no_facts() -> None:
    assert graph_facts("2.2.0") == GraphFacts()
