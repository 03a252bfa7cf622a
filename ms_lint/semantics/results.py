"""What a call gives back, for the callables of the frameworks, numpy and Python."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Optional, Union

from ms_lint.knowledge.graph_python import MADE_BY, NAMEDTUPLE
from ms_lint.knowledge.outputs import (
    CREATORS,
    DATASET_STEPS,
    FUNCTIONS,
    LOSSES,
    NOT_ONE_TENSOR,
    NUMPY_ARRAYS,
    ONE_TO_ONE_CELLS,
    ONE_TO_ONE_MODULES,
    RETURN_SELF,
)
from ms_lint.semantics import dtypes, values
from ms_lint.semantics.observer import qualified_name
from ms_lint.semantics.values import (
    UNKNOWN,
    Constant,
    Container,
    Derived,
    Instance,
    Member,
    Partial,
    Scalar,
    Sequence,
    Symbol,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

Arguments = dict[Union[int, str], Value]

_SEQUENCES = frozenset({"mindspore.nn.SequentialCell", "torch.nn.Sequential"})
_CELL_LISTS = frozenset({"mindspore.nn.CellList", "torch.nn.ModuleList"})
_SCALAR_BUILTINS = {
    "int": "int",
    "float": "float",
    "str": "str",
    "bool": "bool",
    "len": "int",
    "repr": "str",
}
_CONTAINER_BUILTINS = {
    "list": "list",
    "tuple": "tuple",
    "set": "set",
    "sorted": "list",
    "reversed": "generator",
}
#: What the methods of a Cell that list its Parameters give.
_PARAMETER_METHODS = {
    "trainable_params": Container("list", Instance("mindspore.Parameter")),
    "untrainable_params": Container("list", Instance("mindspore.Parameter")),
    "get_parameters": Container("generator", Instance("mindspore.Parameter")),
    "parameters_and_names": Container("generator", Sequence("tuple", (Scalar("str"), Instance("mindspore.Parameter")))),
}


def result_of_call(module: Module, node: ast.Call, callee: Value, arguments: Arguments) -> Value:
    """The value of a call of something outside the project; UNKNOWN where it is not known."""
    result = _result(module, node, callee, arguments)
    if isinstance(result, Tensor) and result.framework in ("mindspore", "numpy"):
        named = qualified_name(callee)
        result.source = module.canonical(named[0]).removesuffix(".__call__") if named is not None else ""
    return result


def _result(module: Module, node: ast.Call, callee: Value, arguments: Arguments) -> Value:
    if isinstance(callee, Symbol):
        return _symbol_result(module, node, callee, arguments)
    if isinstance(callee, Instance) and isinstance(callee.of, str):
        return _instance_result(module, callee, arguments)
    if isinstance(callee, Member):
        owner = callee.owner
        if isinstance(owner, Tensor):
            return _method_result(owner, callee.name, arguments)
        if isinstance(owner, Instance) and owner.of == "mindspore.Parameter":
            return _method_result(Tensor("mindspore"), callee.name, arguments)
        if isinstance(owner, Instance) and values.is_dataset(owner):
            return _dataset_result(owner, callee.name, arguments)
        if callee.name in _PARAMETER_METHODS and _is_cell(module, owner):
            return _PARAMETER_METHODS[callee.name]
        if callee.name in RETURN_SELF and isinstance(owner, Instance) and _provides_no(owner, callee.name):
            return owner
    return UNKNOWN


def _is_cell(module: Module, value: Value) -> bool:
    if not isinstance(value, Instance):
        return False
    if isinstance(value.of, str):
        return module.catalog.is_subclass(value.of, "mindspore.nn.Cell")
    return value.of.kind == "cell"


def _provides_no(network: Instance, name: str) -> bool:
    """Whether a method of a network is that of the library's base class."""
    if isinstance(network.of, str):
        return True
    return network.of.kind in ("cell", "module") and network.of.method(name) is None


def _symbol_result(module: Module, node: ast.Call, callee: Symbol, arguments: Arguments) -> Value:
    name = module.canonical(callee.name)
    root, _, leaf = name.rpartition(".")
    if root == "builtins":
        if leaf == "dict" and node.keywords and not node.args and all(keyword.arg for keyword in node.keywords):
            return Container("dict", entries={str(key): value for key, value in arguments.items()})
        return _builtin_result(leaf, arguments)
    if name in ("functools.partial", "functools.partialmethod"):
        function = arguments.get(0, UNKNOWN)
        rest: Arguments = dict(function.arguments) if isinstance(function, Partial) else {}
        given = sum(1 for key in rest if isinstance(key, int))
        for key, value in arguments.items():
            if isinstance(key, str):
                rest[key] = value
            elif key > 0:
                rest[key - 1 + given] = value
        if isinstance(function, Partial):
            return Partial(function.function, rest)
        return Partial(function, rest, node)
    if name == NAMEDTUPLE:
        return Derived(NAMEDTUPLE, UNKNOWN)
    if name in MADE_BY:
        return Instance(MADE_BY[name], node, arguments)
    if name.startswith("numpy."):
        if name[len("numpy.") :] not in NUMPY_ARRAYS:
            return UNKNOWN
        return Tensor("numpy", dtype=dtypes.of_call(leaf, "numpy", arguments))
    if name in ("mindspore.Tensor", "mindspore.tensor", "torch.Tensor"):
        return Tensor(root, dtype=dtypes.of_call(leaf, root, arguments) if root == "mindspore" else None)
    if name == "mindspore.Tensor.from_numpy":
        return Tensor("mindspore")
    if name == "argparse.ArgumentParser":
        return Instance(name, node, arguments)
    if leaf == "tqdm" and name.startswith("tqdm."):
        return Container("generator", values.elements(arguments.get(0, UNKNOWN)))
    entry = module.catalog.find(name)
    if entry is not None and entry.kind == "class":
        if name in _CELL_LISTS:
            return Container("cells", _items_of_cell_list(arguments))
        return Instance(name, node, arguments, callee.inferred)
    if entry is not None and entry.kind in ("function", "instance", "bound"):
        if leaf in NOT_ONE_TENSOR:
            return UNKNOWN
        if root == "torch" and (leaf in CREATORS or module.catalog.find(f"torch.Tensor.{leaf}") is not None):
            return Tensor("torch")
        if root in ("mindspore.ops", "mindspore.mint", "mindspore.mint.nn.functional"):
            return _mindspore_result(module, leaf, arguments)
        if root == "torch.nn.functional" and not leaf.startswith(
            ("max_pool", "adaptive_max", "multi_head", "fractional")
        ):
            return Tensor("torch")
    return UNKNOWN


def _mindspore_result(module: Module, name: str, arguments: Arguments) -> Value:
    """What a MindSpore function gives; also an operator, by its name in snake case."""
    if name in NOT_ONE_TENSOR:
        return UNKNOWN
    if name in CREATORS or name in FUNCTIONS or module.catalog.find(f"mindspore.Tensor.{name}") is not None:
        return Tensor("mindspore", dtype=dtypes.of_call(name, "mindspore", arguments))
    return UNKNOWN


def _items_of_cell_list(arguments: Arguments) -> Value:
    first = arguments.get(0)
    if first is None:
        return UNKNOWN
    if isinstance(first, Sequence):
        return values.elements(first)
    return first.item if isinstance(first, Container) else UNKNOWN


def _builtin_result(name: str, arguments: Arguments) -> Value:
    first = arguments.get(0, UNKNOWN)
    if name in _SCALAR_BUILTINS:
        if isinstance(first, Constant) and name in ("int", "float", "str", "bool"):
            try:
                return Constant({"int": int, "float": float, "str": str, "bool": bool}[name](first.value))
            except (TypeError, ValueError, OverflowError):
                return UNKNOWN
        if name == "len" and isinstance(first, Sequence) and first.kind != "set":
            return Constant(len(first.items))
        return Scalar(_SCALAR_BUILTINS[name])
    if name in _CONTAINER_BUILTINS:
        if isinstance(first, Sequence) and name in ("list", "tuple"):
            return Sequence(name, first.items)
        return Container(_CONTAINER_BUILTINS[name], values.elements(first))
    if name == "range":
        return Container("range", Scalar("int"))
    if name == "enumerate":
        return Container("generator", Sequence("tuple", (Scalar("int"), values.elements(first))))
    if name == "zip":
        items = tuple(values.elements(value) for key, value in arguments.items() if isinstance(key, int))
        return Container("generator", Sequence("tuple", items))
    if name == "dict":
        return Container("dict")
    if name in ("isinstance", "issubclass", "callable", "hasattr", "any", "all"):
        return Scalar("bool")
    return UNKNOWN


def _instance_result(module: Module, callee: Instance, arguments: Arguments) -> Value:
    name = callee.of
    assert isinstance(name, str)
    if name in ONE_TO_ONE_CELLS:
        return Tensor("mindspore", callee)
    if name in ONE_TO_ONE_MODULES:
        return Tensor("torch", callee)
    if name in LOSSES:
        return Tensor("mindspore")
    if name in _SEQUENCES:
        last = _last_layer(callee)
        return values.widen(_instance_result(module, last, {})) if last is not None else UNKNOWN
    root, _, leaf = name.rpartition(".")
    if root == "mindspore.ops" and module.catalog.is_subclass(name, "mindspore.ops.Primitive"):
        snake = "".join("_" + c.lower() if c.isupper() else c for c in leaf).lstrip("_")
        return _mindspore_result(module, snake, arguments)
    return UNKNOWN


def _last_layer(sequence: Instance) -> Optional[Instance]:
    """The layer at the end of a sequence, where it is a layer of the library."""
    items = [value for key, value in sequence.arguments.items() if isinstance(key, int)]
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = list(items[0].items)
    last = items[-1] if items else None
    return last if isinstance(last, Instance) and isinstance(last.of, str) else None


def _dataset_result(owner: Instance, name: str, arguments: Arguments) -> Value:
    if name in DATASET_STEPS:
        return owner
    if name in ("create_tuple_iterator", "create_dict_iterator"):
        position = 2 if name == "create_tuple_iterator" else 1
        output_numpy = arguments.get("output_numpy", arguments.get(position, Constant(False)))
        if not isinstance(output_numpy, Constant):
            return UNKNOWN
        item = Tensor("numpy" if output_numpy.value else "mindspore")
        return Container("generator", Container("tuple" if name == "create_tuple_iterator" else "dict", item))
    return UNKNOWN


def gradients(module: Module, callee: Derived) -> Value:
    """What a function made by ``grad`` or ``value_and_grad`` gives back; UNKNOWN for other transformations."""
    while isinstance(callee.function, Derived) and module.canonical(callee.by).endswith("jit"):
        callee = callee.function
    name, given = module.canonical(callee.by), callee.arguments
    if name not in ("mindspore.ops.grad", "mindspore.ops.value_and_grad"):
        return UNKNOWN
    position = given.get(1, given.get("grad_position", Constant(0)))
    weights = given.get(2, given.get("weights", values.NONE))
    aux = given.get(3, given.get("has_aux", Constant(False)))
    result: Value = UNKNOWN
    if position == values.NONE:
        result = Container("tuple", Tensor("mindspore"))
    elif weights == values.NONE and isinstance(position, Constant) and isinstance(position.value, int):
        result = Tensor("mindspore")
    if name == "mindspore.ops.value_and_grad":
        return Sequence("tuple", (UNKNOWN, result))
    return result if aux == Constant(False) else UNKNOWN


def _method_result(owner: Tensor, name: str, arguments: Arguments) -> Value:
    if name in ("numpy", "asnumpy"):
        return Tensor("numpy", dtype=owner.dtype)
    if name in ("item", "tolist"):
        return UNKNOWN
    if name in ("dim", "numel", "nelement", "ndimension"):
        return Scalar("int")
    if name == "size" and owner.framework == "torch":
        return Scalar("int") if arguments else Container("tuple", Scalar("int"))
    if name in ("max", "min", "median", "sort", "topk"):
        plain = name not in ("sort", "topk") and not arguments
        return Tensor(owner.framework, dtype=owner.dtype) if plain else UNKNOWN
    if name in NOT_ONE_TENSOR and not (name == "type" and arguments):
        return UNKNOWN
    if name in ("split", "chunk", "unbind"):
        return Container("tuple", Tensor(owner.framework, dtype=owner.dtype))
    return Tensor(owner.framework, dtype=dtypes.of_method(owner, name, arguments))
