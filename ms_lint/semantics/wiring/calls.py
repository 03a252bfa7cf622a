"""Calls in the followed code: functions of the project, Cells and layers that are made and called, the library."""

from __future__ import annotations

import ast
from typing import Any, Callable, Optional
from weakref import WeakKeyDictionary

from ms_lint.knowledge.frameworks import KINDS
from ms_lint.messages import enumeration, say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function, FunctionNode
from ms_lint.semantics.wiring import functions, layers, python
from ms_lint.semantics.wiring.functions.results import Use, as_dims
from ms_lint.semantics.wiring.keras_models import KerasModels
from ms_lint.semantics.wiring.making import LISTS, SEQUENTIAL
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Parameter, Place, Tensor
from ms_lint.semantics.wiring.objects import (
    Applied,
    Bound,
    Choice,
    Closure,
    Frame,
    Items,
    Library,
    Member,
    PlainObject,
    SuperValue,
    Table,
    join,
)
from ms_lint.semantics.wiring.state import STOPPED, Aborted

_MAXIMUM_DEPTH = 24


#: Arguments that Keras gives to the calls of layers that take them.
_OF_KERAS = ("training", "mask")
#: Primitives of the names of layers that return more than one tensor, by MindSpore 2.10.0.
_SEVERAL_RESULTS = frozenset({"LayerNorm", "Dropout", "LSTM"})
#: Where a library makes a layer of the functions in it.
_LIBRARIES = ("mindspore.ops.", "mindspore.mint.", "mindspore.numpy.", "mindspore.nn.", "torch.", "numpy.")


class Calls(KerasModels):
    """The result of each call."""

    node: Optional[ast.Call] = None

    def call(self, function: Any, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        """The result of a call."""
        is_here = self.frame.module is self.module
        if is_here:
            self.places.append(node)
        outer, self.node = self.node, node
        try:
            return self._dispatch(function, positional, keywords, node)
        finally:
            self.node = outer
            if is_here:
                self.places.pop()

    def _dispatch(self, function: Any, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        if isinstance(function, Closure):
            return self.run(function, positional, keywords)
        if isinstance(function, Bound):
            return self.run(function.closure, [function.receiver, *positional], keywords)
        if isinstance(function, ClassInfo):
            return self._make(function, positional, keywords, node)
        if isinstance(function, CellObject):
            return self.call_cell(function, positional, keywords, node)
        if isinstance(function, Layer):
            return self.call_layer(function, positional, keywords, node)
        if isinstance(function, Library):
            return self._call_library(function.name, positional, keywords, node)
        if isinstance(function, Member):
            return self._call_member(function, positional, keywords, node)
        if isinstance(function, Applied):
            return self.call(
                function.function, [*function.positional, *positional], {**function.keywords, **keywords}, node
            )
        if isinstance(function, Choice):
            return self._call_each(function, positional, keywords, node)
        return self._unknown_call(positional, keywords)

    def call_openly(
        self, function: Any, positional: Optional[list[Any]], keywords: Optional[dict[str, Any]], node: ast.Call
    ) -> Any:
        """A call with ``*`` or ``**`` of something unknown: what is made is known by its class alone."""
        if isinstance(function, Library):
            name = self.frame.module.canonical(function.name)
            if self._is_layer(name):
                items: Optional[dict[str, Any]] = None
                return Layer(name, dict(keywords or {}), self.here(node), None, items=items)
            if positional is not None and keywords is None and not self._is_class(name):
                return self.call(function, positional, {}, node) if name.startswith("builtins.dict") else UNKNOWN
        if isinstance(function, (Closure, Bound, ClassInfo)) and positional is not None and keywords is None:
            # `**kwargs` that nobody gave: the defaults
            return self.call(function, positional, self._written(node), node)
        return self._unknown_call(positional or [], keywords or {})

    def _written(self, node: ast.Call) -> dict[str, Any]:
        """The keywords of a call that are written out."""
        return {keyword.arg: self.value(keyword.value) for keyword in node.keywords if keyword.arg is not None}

    def _unknown_call(self, positional: list[Any], keywords: dict[str, Any]) -> Any:
        for value in (*positional, *keywords.values()):
            self._let_go(value)
        return UNKNOWN

    def _let_go(self, value: Any) -> None:
        """A list, dict or object was given to code that is not known: it may be changed there."""
        if isinstance(value, Items):
            self.change(value).is_open = True
        elif isinstance(value, (Table, PlainObject)):
            value.is_open = True

    def _call_each(self, choice: Choice, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        """A call of one of some values. Which one may hang on what the call hangs on, too: it fails where all do."""
        results: list[Any] = []
        before, failing = len(self.mismatches), 0

        def branch(value: Any) -> Callable[[], int]:
            def run() -> int:
                nonlocal failing
                reported = len(self.mismatches)
                results.append(self.call(value, list(positional), dict(keywords), node))
                failing += len(self.mismatches) > reported
                return 0

            return run

        self.fork([branch(value) for value in choice.values])
        if failing < len(choice.values):
            del self.mismatches[before:]
        result = results[0] if results else UNKNOWN
        for other in results[1:]:
            result = join(result, other)
        return result

    # ------------------------------------------------------------------ functions of the project

    def run(self, closure: Closure, positional: list[Any], keywords: dict[str, Any]) -> Any:
        """The result of a function of the project."""
        node = closure.node
        if (
            self.depth >= _MAXIMUM_DEPTH
            or isinstance(node, ast.AsyncFunctionDef)
            or _is_generator(node, closure.module)
        ):
            return UNKNOWN
        outer = self.frame
        frame = Frame(closure.module, closure.frame, closure.cls, positional[0] if positional else None)
        self.frame = Frame(closure.module, closure.frame)
        self.depth += 1
        try:
            self._bind(node.args, frame, positional, keywords)
            self.frame = frame
            if isinstance(node, ast.Lambda):
                return self.value(node.body)
            status = self.block(node.body)
        finally:
            self.depth -= 1
            self.frame = outer
        if not frame.returns:
            if status == STOPPED:
                raise Aborted
            return None
        result = frame.returns[0]
        for other in frame.returns[1:]:
            result = join(result, other)
        return result

    def _bind(self, arguments: ast.arguments, frame: Frame, positional: list[Any], keywords: dict[str, Any]) -> None:
        names = [*arguments.posonlyargs, *arguments.args]
        defaults: list[Optional[ast.expr]] = [None] * (len(names) - len(arguments.defaults))
        defaults += arguments.defaults
        left = dict(keywords)
        env = frame.env
        rest = list(positional)
        for argument, default in zip(names, defaults):
            if rest:
                env[argument.arg] = rest.pop(0)
            elif argument.arg in left:
                env[argument.arg] = left.pop(argument.arg)
            else:
                env[argument.arg] = UNKNOWN if default is None else self.value(default)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            if argument.arg in left:
                env[argument.arg] = left.pop(argument.arg)
            else:
                env[argument.arg] = UNKNOWN if default is None else self.value(default)
        if arguments.vararg is not None:
            env[arguments.vararg.arg] = left.pop("*", tuple(rest))
        if arguments.kwarg is not None:
            env[arguments.kwarg.arg] = Table(left)

    # ------------------------------------------------------------------ Cells of the project

    def call_cell(self, cell: CellObject, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        """The result of calling an object of the project: its ``construct`` or ``forward``."""
        cell.calls += 1
        entry = cell.info.entry
        if entry is None or entry.cls is None:
            if cell.layer is not None:
                return self.call_layer(cell.layer, positional, keywords, node)
            return self._unknown_call(positional, keywords)
        if any(running is cell for running in self.objects):
            return UNKNOWN
        is_keras = cell.info.kind == "keras"
        if not is_keras:
            self._check_arguments(cell, entry, positional, keywords, node)
        self.objects.append(cell)
        own = [] if entry.is_static else [cell]
        outer, self.top = self.top, cell if is_keras and self.top is None else self.top
        try:
            if is_keras:
                self.build_keras(cell, positional, keywords)
                taken = {parameter.name for parameter in entry.signature.parameters}
                keywords = {name: value for name, value in keywords.items() if name in taken or name not in _OF_KERAS}
            return self.run(Closure(entry.node, entry.module, None, entry.cls), [*own, *positional], keywords)
        finally:
            self.objects.pop()
            self.top = outer

    def _check_arguments(
        self, cell: CellObject, entry: Function, positional: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> None:
        """Whether the arguments of a call are those that `construct` takes."""
        signature = entry.signature
        names = [parameter.name for parameter in signature.positional]
        kinds = {parameter.kind for parameter in signature.parameters}
        given = {*names[: len(positional)], *keywords}
        known = {parameter.name for parameter in signature.parameters}
        missing = [
            parameter.name for parameter in signature.parameters if parameter.required and parameter.name not in given
        ]
        surplus = len(positional) > len(names) and "*" not in kinds
        # `training=` of a Keras layer is MSL116's
        foreign = [name for name in keywords if name not in {*known, "training"} and "**" not in kinds]
        twice = [name for name in keywords if name in names[: len(positional)]]
        if not (missing or surplus or foreign or twice):
            return
        self.report(
            "signature",
            node,
            say(
                "`{call}` does not fit `{cls}.{method}`, which is `{method}({parameters})`.",
                call=self.text(node),
                cls=cell.info.name,
                method=entry.name,
                parameters=signature,
            ),
            suggestion=say("Give {names}, too.", names=enumeration([f"`{name}`" for name in missing]))
            if missing
            else say("Leave out what it does not take."),
        )

    # ------------------------------------------------------------------ layers of a library

    def call_layer(self, layer: Layer, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        """The result of calling a layer or operator of a library."""
        if layer.kind.startswith("tensorflow."):
            return self.call_keras(layer, positional, keywords, node)
        layer.calls += 1
        leaf = layer.class_name
        if leaf in SEQUENTIAL:
            if layer.items is None or not positional:
                return UNKNOWN
            value = positional[0] if len(positional) == 1 else tuple(positional)
            for item in layer.items.values():
                given = list(value) if isinstance(value, tuple) and len(positional) > 1 else [value]
                value = self.call_item(item, given, node)
            return value
        if leaf in LISTS:
            return UNKNOWN
        is_primitive = self.frame.module.catalog.is_subclass(layer.kind, "mindspore.ops.Primitive")
        if is_primitive and leaf in functions.OPERATORS:
            name, renamed = functions.OPERATORS[leaf]
            made_with = {renamed[key]: value for key, value in layer.arguments.items() if key in renamed}
            use = Use(node, layer.kind, layer)
            if name == "transpose" and len(positional) == 2:
                positional = [positional[0], positional[1]]
            return functions.call_function(self, name, layer.kind, positional, {**keywords, **made_with}, use)
        if not self._is_modelled(layer.kind) or (is_primitive and leaf in _SEVERAL_RESULTS):
            return UNKNOWN
        return layers.handler(layer.kind)(self, layer, positional, keywords, node)

    def call_item(self, item: Any, given: list[Any], node: ast.AST) -> Any:
        """The result of calling what is in a container."""
        if isinstance(item, CellObject):
            return self.call_cell(item, given, {}, node)
        if isinstance(item, Layer):
            return self.call_layer(item, given, {}, node)
        if isinstance(item, Choice) and isinstance(node, ast.Call):
            return self._call_each(item, given, {}, node)
        return UNKNOWN

    # ------------------------------------------------------------------ the library

    def _call_library(self, name: str, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        if name.startswith("builtins."):
            return self._call_builtin(name, positional, keywords, node)
        name = self.frame.module.canonical(name)
        if name in python.FUNCTIONS:
            return self._safely(python.FUNCTIONS[name], positional) if not keywords else UNKNOWN
        if name == "functools.partial" and positional:
            return Applied(positional[0], positional[1:], keywords)
        if name == "collections.OrderedDict":
            return python.table_of(self, positional, keywords)
        if name in ("mindspore.Parameter", "torch.nn.Parameter"):
            return self._parameter(positional, keywords, node)
        if name in ("mindspore.Tensor", "mindspore.tensor", "torch.tensor", "numpy.array", "numpy.asarray"):
            return self._tensor(positional, keywords)
        if name.rpartition(".")[2] == "initializer" and name.startswith("mindspore."):
            shape = keywords.get("shape", positional[1] if len(positional) > 1 else UNKNOWN)
            target = as_dims(shape)
            return Tensor(None if target is None else tuple(target))
        if self._is_layer(name):
            return self._library_layer(name, positional, keywords, node)
        if name.startswith("tensorflow."):
            return self.call_tensorflow(name, positional, keywords, node)
        leaf = name.rpartition(".")[2]
        if name.startswith(_LIBRARIES):
            leaf = "split_evenly" if name == "mindspore.ops.split" and "output_num" in keywords else leaf
            result = functions.call_function(self, leaf, name, positional, keywords, Use(node, name))
            if result is not UNKNOWN:
                return result
        return self._unknown_call(positional, keywords)

    def _safely(self, function: Callable[..., Any], positional: list[Any]) -> Any:
        try:
            return function(self, positional)
        except (ValueError, IndexError, TypeError):
            return UNKNOWN

    def _call_builtin(self, name: str, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        if name == "builtins.super":
            return self._super(positional)
        if name == "builtins.dict":
            return python.table_of(self, positional, keywords)
        if name == "builtins.getattr" and len(positional) >= 2 and isinstance(positional[1], str):
            found = self.attribute(positional[0], positional[1], node)
            is_missing = found is UNKNOWN or isinstance(found, Member)
            return UNKNOWN if is_missing and len(positional) > 2 else found
        if name == "builtins.setattr" and len(positional) == 3 and isinstance(positional[1], str):
            self.set_attribute(positional[0], positional[1], positional[2])
            return None
        if name == "builtins.hasattr" and len(positional) == 2 and isinstance(positional[1], str):
            owner = positional[0]
            if isinstance(owner, CellObject) and positional[1] in owner.attributes:
                return True
            return UNKNOWN
        function = python.FUNCTIONS.get(name)
        if function is None or keywords:
            return UNKNOWN
        return self._safely(function, positional)

    def _super(self, positional: list[Any]) -> Any:
        frame: Optional[Frame] = self.frame
        while frame is not None and frame.cls is None:
            frame = frame.parent
        if frame is None or frame.cls is None:
            return UNKNOWN
        info = positional[0] if positional and isinstance(positional[0], ClassInfo) else frame.cls
        receiver = positional[1] if len(positional) > 1 else frame.receiver
        return SuperValue(info, receiver)

    def _call_member(self, member: Member, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        owner, name = member.owner, member.name
        if isinstance(owner, Tensor):
            use = Use(node, f"mindspore.Tensor.{name}")
            return functions.call_function(self, name, use.operation, [owner, *positional], keywords, use)
        if isinstance(owner, str):
            return python.text_method(owner, name, positional, keywords)
        if isinstance(owner, Items):
            return python.list_method(self, owner, name, positional)
        if isinstance(owner, Table):
            return python.table_method(self, owner, name, positional, keywords)
        if isinstance(owner, SuperValue):
            return self._call_super(owner, name, positional, keywords, node)
        if isinstance(owner, Layer):
            return self._layer_method(owner, name, positional)
        if isinstance(owner, CellObject):
            return self._cell_method(owner, name, positional, keywords)
        return self._unknown_call(positional, keywords)

    def _call_super(
        self, owner: SuperValue, name: str, positional: list[Any], keywords: dict[str, Any], node: ast.Call
    ) -> Any:
        receiver = owner.receiver
        if not isinstance(receiver, CellObject):
            return UNKNOWN
        if name == "__init__":
            self._library_init(receiver, positional, keywords)
            return None
        if name in ("construct", "forward", "call") and receiver.layer is not None:
            return self.call_layer(receiver.layer, positional, keywords, node)
        return self._cell_method(receiver, name, positional, keywords)

    def _layer_method(self, layer: Layer, name: str, positional: list[Any]) -> Any:
        if layer.items is None:
            return layer if name in ("set_train", "set_grad", "to_float", "add_prim_attr", "shard") else UNKNOWN
        items = layer.items
        if name in _INSERTS and len(positional) == 2:
            given, child = positional
            self.add_child(layer, given if isinstance(given, str) else f"[{len(items)}]", child)
            return None
        if name in ("append", "add") and len(positional) == 1:
            self.set(items, str(len(items)), positional[0])
            if layer.path:
                self.name_paths(positional[0], f"{layer.path}.{len(items) - 1}")
            return layer
        if name in ("extend",) and len(positional) == 1:
            added = self.iterate(positional[0])
            if added is not None:
                for item in added:
                    self.set(items, str(len(items)), item)
                return layer
        if name in ("insert", "extend", "pop", "update", "clear"):
            self.set(layer.__dict__, "items", None)
            return UNKNOWN
        if name == "items":
            return Items(items.items())
        if name == "keys":
            return Items(items)
        if name in ("values", "cells", "children"):
            return Items(items.values())
        return UNKNOWN

    def _cell_method(self, cell: CellObject, name: str, positional: list[Any], keywords: dict[str, Any]) -> Any:
        if name in (
            *_INSERTS,
            "insert_param_to_cell",
            "register_buffer",
            "register_parameter",
            "__setattr__",
        ):
            given = [*positional, *keywords.values()]
            if len(given) >= 2 and isinstance(given[0], str):
                self.set_attribute(cell, given[0], given[1])
                if name in _INSERTS and cell.layer is not None:
                    self.add_child(cell.layer, given[0], given[1])
            return None
        if name == "add_weight" and cell.info.kind == "keras":
            shape = as_dims(keywords.get("shape", next((each for each in positional if isinstance(each, tuple)), None)))
            named = keywords.get("name", "")
            return Parameter(None if shape is None else tuple(shape), name=named if isinstance(named, str) else "")
        of_container = ("append", "add", "extend", "insert", "items", "keys", "values")
        if name in of_container and cell.layer is not None and cell.layer.items is not None:
            return self._layer_method(cell.layer, name, positional)
        if name in ("set_train", "set_grad", "to_float", "train", "eval"):
            return cell
        if name == "construct" and cell.layer is not None:
            return self.call_item(cell.layer, positional, self.node or cell.info.node)
        return self._unknown_call(positional, keywords)


_INSERTS = ("insert_child_to_cell", "add_module", "register_module")
_GENERATORS: WeakKeyDictionary[ast.AST, bool] = WeakKeyDictionary()


def _is_generator(node: ast.AST, module: Module) -> bool:
    known = _GENERATORS.get(node)
    if known is None:
        may_yield = "yield" in module.source.code and not isinstance(node, ast.Lambda)
        known = _GENERATORS[node] = may_yield and _yields(node)
    return known


def _yields(node: ast.AST) -> bool:
    waiting: list[ast.AST] = list(getattr(node, "body", ()))
    while waiting:
        part = waiting.pop()
        if isinstance(part, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(part)
    return False


def open_arguments(node: FunctionNode) -> dict[str, Any]:
    """What ``*args`` holds where the caller is not known, as ``run`` takes it."""
    return {} if node.args.vararg is None else {"*": Items(is_open=True)}


def entry_name(info: ClassInfo) -> str:
    """`construct`, `forward` ..., by the kind of a class."""
    return KINDS[info.kind][2] if info.kind else ""


__all__ = ["Calls", "Place", "entry_name", "open_arguments"]
