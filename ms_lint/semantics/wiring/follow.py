"""Following the classes of a module: which of them, with which arguments, and what is given to `construct`."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.values import ClassValue, FunctionValue
from ms_lint.semantics.wiring.calls import Calls, open_arguments
from ms_lint.semantics.wiring.copies import Memory
from ms_lint.semantics.wiring.keras_models import by_name, first_shape, is_model
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Followed, Layer, Tensor, Wiring
from ms_lint.semantics.wiring.objects import Bound, Closure, Frame
from ms_lint.semantics.wiring.state import Aborted, Exhausted

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import Function, FunctionNode

#: Statements and expressions that are followed for one class with one set of arguments.
LIMIT = 60_000
_MAXIMUM_ROOTS = 12
_TENSOR_NAMES = ("Tensor", "tensor")


def follow(
    info: ClassInfo,
    module: Module,
    arguments: Optional[dict[str, Any]] = None,
    limit: int = LIMIT,
    memory: Optional[Memory] = None,
) -> Wiring:
    """One class with the arguments of ``__init__`` by name: Python values, sizes, ``UNKNOWN``. What is not given has
    its default; without a default it is a symbol. ``module`` is the module that mismatches are placed in, ``memory``
    what other runs for that module share.

    Nothing is raised because of the code; what stopped it is in ``cut``.
    """
    run = Calls(module, limit, memory)
    run.frame = Frame(info.module)
    root = CellObject(info)
    wiring = Wiring(root, steps=run.steps, mismatches=run.mismatches)
    try:
        _initialize(run, root, dict(arguments or {}))
        _construct(run, root, wiring)
    except (Exhausted, Aborted, RecursionError) as error:
        _cut(wiring, info.name, limit, error)
    wiring.followed = limit - run.left
    return wiring


def _cut(wiring: Wiring, name: str, limit: int, error: BaseException) -> None:
    """Say why a class was not followed to its end."""
    if isinstance(error, Exhausted):
        wiring.cut = say("{name} was followed for {limit} steps only (wiring-steps)", name=name, limit=limit)
    elif isinstance(error, Aborted):
        wiring.cut = say("{name} raises an error with these arguments", name=name)
    else:
        wiring.cut = say("{name} is nested too deeply to be followed", name=name)
    wiring.is_bounded = not isinstance(error, Aborted)


def follow_function(
    function: Function, module: Module, arguments: Optional[dict[str, Any]] = None, limit: int = LIMIT
) -> Optional[Followed]:
    """The Cell, Module or Keras model that a function returns, called with arguments by name; None where it returns
    none, or it is not known which. Of several results it is the first that is one."""
    run = Calls(module, limit)
    given = {argument.arg: run.memory.argument(argument.arg) for argument in _required(function.node)}
    try:
        made = run.run(Closure(function.node, function.module), [], {**given, **(arguments or {})})
    except (Exhausted, Aborted, RecursionError):
        return None
    if isinstance(made, tuple):
        made = next((each for each in made if isinstance(each, CellObject) or is_model(each)), None)
    if isinstance(made, Layer) and is_model(made):
        return _put_together(run, made)
    if not isinstance(made, CellObject):
        return None
    wiring = Wiring(made, mismatches=run.mismatches)
    run.steps, run.left = wiring.steps, limit
    run.objects.clear()
    run.frame = Frame(made.info.module)
    try:
        _construct(run, made, wiring)
    except (Exhausted, Aborted, RecursionError) as error:
        _cut(wiring, made.info.name, limit, error)
    return wiring


def follow_name(module: Module, name: str, limit: int = LIMIT) -> Optional[Followed]:
    """The Keras model that the statements at the top of a module leave in a name; None where there is none."""
    run = _Collecting(module, limit)
    run.frame.env["__name__"] = "__main__"
    with contextlib.suppress(Exhausted, Aborted, RecursionError):
        run.block(_script(module))
    made = run.frame.env.get(name)
    return _put_together(run, made) if isinstance(made, Layer) and is_model(made) else None


def _put_together(run: Calls, model: Layer) -> Followed:
    """A Keras model that was put together by calls. What it has in it goes by the names that are given to it."""
    followed = Followed(model)
    if "outputs" in model.arguments:
        followed.outputs = model.arguments["outputs"]
    elif model.items is not None:
        model.items = by_name(model.items.values())
        try:
            followed.outputs = run.call_layer(model, [Tensor(first_shape(model))], {}, model.place.node)
        except (Exhausted, Aborted, RecursionError):
            followed.cut = say("the model was not followed to its end")
    is_known = model.items is not None and UNKNOWN not in model.items.values()
    followed.steps = run.behind(followed.outputs) if is_known else run.steps
    return followed


def wirings(module: Module, limit: Optional[int] = None) -> list[Wiring]:
    """The Cells of a module: each class by itself, then those that functions and statements of the module make, with
    the arguments that they give. ``limit`` bounds what is followed for each; ``LIMIT`` where it is None."""
    limit = LIMIT if limit is None else limit
    memory = Memory()
    cells = [info for info in module.classes if info.kind == "cell" and info.entry]
    found = [follow(info, module, limit=limit, memory=memory) for info in cells]
    if not found and not any(info.kind == "cell" for info in module.classes):
        return found
    seen: set[tuple[Any, ...]] = set()
    for function in _makers(module):
        found += _made_by(module, function, limit, memory, seen)
    if any(isinstance(node, ast.Call) for statement in _script(module) for node in ast.walk(statement)):
        found += _made_by(module, None, limit, memory, seen)
    return found


def _initialize(run: Calls, root: CellObject, arguments: dict[str, Any]) -> None:
    init = root.info.method("__init__")
    if init is not None:
        for argument in _without_default(init):
            arguments.setdefault(argument.arg, run.memory.argument(argument.arg))
    run.objects.append(root)
    run.initialize(root, [], arguments)
    run.objects.pop()


def _without_default(function: Function) -> Iterator[ast.arg]:
    arguments = function.node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from positional[1 : len(positional) - len(arguments.defaults)]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if default is None:
            yield argument


def _construct(run: Calls, root: CellObject, wiring: Wiring) -> None:
    """Call the object as it would be called: with a tensor of an unknown shape for each input that has to be given."""
    entry = root.info.entry
    if entry is None or entry.cls is None:
        if root.layer is not None and is_model(root.layer):
            wiring.outputs = root.layer.arguments.get("outputs", UNKNOWN)
            if root.layer.items is not None and wiring.outputs is UNKNOWN:
                wiring.outputs = run.call_layer(root.layer, [Tensor(first_shape(root.layer))], {}, root.info.node)
        return
    inputs: dict[str, Any] = {}
    given = _required(entry.node) if entry.is_static else _without_default(entry)
    for argument in given:
        inputs[argument.arg] = Tensor(name=argument.arg) if _may_be_tensor(argument.annotation) else UNKNOWN
    wiring.inputs = inputs
    run.objects.append(root)
    run.in_construct = True
    try:
        closure = Closure(entry.node, entry.module, None, entry.cls)
        wiring.outputs = run.run(closure, [] if entry.is_static else [root], {**inputs, **open_arguments(entry.node)})
    finally:
        run.in_construct = False
        run.objects.pop()


def _may_be_tensor(annotation: Optional[ast.expr]) -> bool:
    if annotation is None:
        return True
    names = [node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)]
    names += [node.attr for node in ast.walk(annotation) if isinstance(node, ast.Attribute)]
    return names[-1:] == ["Tensor"] or names[:1] == ["Tensor"]


# ------------------------------------------------------------------ who makes Cells


def _makers(module: Module) -> Iterator[Function]:
    """The functions at the top of a module that name one of its Cells."""
    names = {info.name for info in module.classes if info.kind == "cell"}
    for value in list(module.scope.env.values()):
        if not isinstance(value, FunctionValue) or value.function.module is not module:
            continue
        function = value.function
        if function.cls is None and any(
            isinstance(node, ast.Name) and node.id in names for node in ast.walk(function.node)
        ):
            yield function


def _script(module: Module) -> list[ast.stmt]:
    """The statements at the top of a module that do something."""
    passed = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [statement for statement in module.source.tree.body if not isinstance(statement, passed)]


def script_names(module: Module, limit: int = LIMIT) -> dict[str, Any]:
    """What the statements at the top of a module leave in its names, as far as they were followed."""
    run = _Collecting(module, limit)
    run.frame.env["__name__"] = "__main__"
    with contextlib.suppress(Exhausted, Aborted, RecursionError):
        run.block(_script(module))
    return run.frame.env


def _made_by(
    module: Module, function: Optional[Function], limit: int, memory: Memory, seen: set[tuple[Any, ...]]
) -> list[Wiring]:
    """The Cells that a function makes, called with its defaults, or the statements at the top of the module: they
    may call them as well."""
    run = _Collecting(module, limit, memory)
    cut = ""
    name = function.name if function is not None else "the module"
    try:
        if function is None:
            run.frame.env["__name__"] = "__main__"
            run.block(_script(module))
        else:
            given = {argument.arg: run.memory.argument(argument.arg) for argument in _required(function.node)}
            run.run(Closure(function.node, module), [], given)
    except Exhausted:
        cut = say("{name} was followed for {limit} steps only (wiring-steps)", name=name, limit=limit)
    except (Aborted, RecursionError):
        cut = say("{name} raises an error with these arguments", name=name)
    found: list[Wiring] = []
    for root, key in run.roots[:_MAXIMUM_ROOTS]:
        if key in seen or not root.complete or root.calls:
            continue
        seen.add(key)
        wiring = Wiring(root, mismatches=run.mismatches, cut=cut)
        run.left = limit
        run.steps = wiring.steps
        run.objects.clear()
        try:
            run.frame = Frame(module)
            _construct(run, root, wiring)
        except (Exhausted, Aborted, RecursionError) as error:
            _cut(wiring, root.info.name, limit, error)
        found.append(wiring)
    if not found and run.mismatches:
        found.append(Wiring(CellObject(module.classes[0]), mismatches=run.mismatches, cut=cut))
    return found


def _required(node: FunctionNode) -> Iterator[ast.arg]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    yield from positional[: len(positional) - len(arguments.defaults)]
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        if default is None:
            yield argument


class _Collecting(Calls):
    """Keeps the Cells that are made for themselves, and not within another one."""

    def __init__(self, module: Module, limit: int, memory: Optional[Memory] = None) -> None:
        super().__init__(module, limit, memory)
        self.roots: list[tuple[CellObject, tuple[Any, ...]]] = []

    def _make(self, info: ClassInfo, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        if self.making or self.uncertain or info.kind != "cell" or self.in_construct:
            return super()._make(info, positional, keywords, node)
        made = CellObject(info, place=self.here(node))
        self.objects.append(made)
        try:
            self.initialize(made, positional, keywords)
        finally:
            self.objects.pop()
        key = (info, repr(positional), repr(sorted(keywords.items(), key=lambda item: item[0])))
        self.roots.append((made, key))
        return made


__all__ = ["LIMIT", "Bound", "ClassValue", "follow", "follow_function", "follow_name", "wirings"]
