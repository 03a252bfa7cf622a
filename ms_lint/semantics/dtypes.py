"""The types of numbers: what tensors are made of, as far as the source tells.

A dtype is its numpy name: ``float32``, ``int64``, ``bool``. None stands for what is not known.
"""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.semantics.values import Constant, Sequence, Symbol, Tensor, Value

_NAMES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 bfloat16 complex64 complex128".split()
)
_ALIASES = {"bool_": "bool", "half": "float16", "double": "float64", "long": "int64", "short": "int16", "int_": "int64"}
#: What each framework makes of Python's numbers.
_PYTHON = {
    "mindspore": {bool: "bool", int: "int64", float: "float32"},
    "torch": {bool: "bool", int: "int64", float: "float32"},
    "numpy": {bool: "bool", int: "int64", float: "float64"},
}
_ORDER = ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "bfloat16", "float32", "float64")
#: Methods that give a tensor of a type of their own.
_CASTS = {"int": "int32", "long": "int64", "float": "float32", "half": "float16", "double": "float64", "bool": "bool"}
_INDEX_FUNCTIONS = frozenset({"argmax", "argmin", "argsort", "nonzero", "randperm", "randint"})
_TRUTH_FUNCTIONS = frozenset(
    "equal not_equal greater less greater_equal less_equal eq ne gt lt ge le isnan isinf isfinite isclose "
    "logical_and logical_or logical_not logical_xor all any".split()
)
#: Functions and methods whose result has the type of their first tensor.
_KEEP = frozenset(
    "reshape view permute transpose swapaxes swapdims expand_dims unsqueeze squeeze flatten flip roll tile repeat "
    "broadcast_to expand expand_as gather index_select masked_select clip clamp abs neg relu stop_gradient "
    "contiguous copy clone tril triu zeros_like ones_like full_like".split()
)
_CREATORS = frozenset({"zeros", "ones", "empty", "rand", "randn", "full", "arange", "eye", "linspace"})

Arguments = dict[Union[int, str], Value]


def is_integer(dtype: Optional[str]) -> bool:
    """Whether it is known to be a whole number, of any width."""
    return dtype is not None and dtype.lstrip("u").startswith("int")


def is_float(dtype: Optional[str]) -> bool:
    """Whether it is known to be a floating point number, of any width."""
    return dtype is not None and "float" in dtype


def named(value: Optional[Value], framework: str) -> Optional[str]:
    """The dtype that ``ms.int32``, ``np.float32``, ``"int32"`` or ``float`` names."""
    if isinstance(value, Constant) and isinstance(value.value, str):
        leaf = value.value
    elif isinstance(value, Symbol):
        root, _, leaf = value.name.rpartition(".")
        if root == "builtins":
            return _PYTHON[framework].get({"bool": bool, "int": int, "float": float}.get(leaf, str))
    else:
        return None
    leaf = _ALIASES.get(leaf, leaf)
    return leaf if leaf in _NAMES else None


def of_data(value: Optional[Value], framework: str) -> Optional[str]:
    """The dtype of a tensor made from numbers, lists of numbers, or an array."""
    if isinstance(value, Tensor):
        return value.dtype
    types = _python_types(value)
    if not types or None in types or framework not in _PYTHON:
        return None
    widest = max((kind for kind in types if kind is not None), key=(bool, int, float).index)
    return _PYTHON[framework][widest]


def _python_types(value: Optional[Value]) -> set[Optional[type]]:
    if isinstance(value, Constant):
        return {type(value.value) if type(value.value) in (bool, int, float) else None}
    if isinstance(value, Sequence) and value.items:
        return set().union(*(_python_types(item) for item in value.items))
    return {None}


def of_call(name: str, framework: str, arguments: Arguments) -> Optional[str]:
    """The dtype of what a function gives, by the last part of its name and its arguments."""
    dtype = named(arguments.get("dtype"), framework)
    if dtype is not None:
        return dtype
    if name in _INDEX_FUNCTIONS:
        return "int64"
    if name in _TRUTH_FUNCTIONS:
        return "bool"
    first = arguments.get(0)
    if name in ("Tensor", "tensor", "array", "asarray"):
        return named(arguments.get(1), framework) or (
            None if 1 in arguments or "dtype" in arguments else of_data(first, framework)
        )
    if name in _CREATORS:
        return _of_creator(name, framework, arguments)
    if name == "cast":
        return named(arguments.get(1), framework)
    if name == "one_hot" and framework == "mindspore":
        on_value = arguments.get(2, arguments.get("on_value"))
        return _PYTHON[framework][int] if on_value is None else of_data(on_value, framework)
    return first.dtype if name in _KEEP and isinstance(first, Tensor) and "dtype" not in arguments else None


def _of_creator(name: str, framework: str, arguments: Arguments) -> Optional[str]:
    if "dtype" in arguments:
        return None
    if name in ("zeros", "ones", "empty", "eye"):
        given = arguments.get(1) if name != "eye" else arguments.get(2)
        return named(given, framework) if given is not None else _PYTHON[framework][float]
    if name in ("rand", "randn"):
        return _PYTHON[framework][float]
    if name == "linspace":
        return None
    if name == "full":
        return _PYTHON["mindspore"][int] if framework == "mindspore" else of_data(arguments.get(1), framework)
    ends = [value for key, value in arguments.items() if isinstance(key, int)]
    return of_data(Sequence("tuple", tuple(ends)), framework)


def of_method(owner: Tensor, name: str, arguments: Arguments) -> Optional[str]:
    """The dtype of what a method of a tensor gives."""
    if name in ("astype", "to", "type"):
        return named(arguments.get(0, arguments.get("dtype")), owner.framework)
    if name in _CASTS:
        return _CASTS[name]
    if name in ("numpy", "asnumpy"):
        return owner.dtype
    if name in _INDEX_FUNCTIONS:
        return "int64"
    if name in _TRUTH_FUNCTIONS:
        return "bool"
    return owner.dtype if name in _KEEP else None


def of_operation(operation: ast.operator, left: Value, right: Value) -> Optional[str]:
    """The dtype of an arithmetic expression with a tensor on one side at least."""
    first, second = _operand(left), _operand(right)
    if first is None or second is None:
        return None
    if isinstance(operation, ast.Div) and not (is_float(first) or is_float(second)):
        return "float32"
    scalar = not isinstance(left, Tensor) or not isinstance(right, Tensor)
    if scalar:  # a Python number does not widen a tensor of its kind
        tensor, number = (first, second) if isinstance(left, Tensor) else (second, first)
        if is_float(tensor) or not is_float(number):
            return tensor if tensor != "bool" else number
        return "float32"
    return max(first, second, key=_ORDER.index) if first in _ORDER and second in _ORDER else None


def _operand(value: Value) -> Optional[str]:
    return value.dtype if isinstance(value, Tensor) else of_data(value, "mindspore")
