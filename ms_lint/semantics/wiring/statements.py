"""The statements of the followed code."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any, Callable

from ms_lint.knowledge.outputs import ONE_TO_ONE_CELLS
from ms_lint.messages import say
from ms_lint.semantics.wiring import indexing
from ms_lint.semantics.wiring.expressions import Expressions
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Parameter, Place, Tensor
from ms_lint.semantics.wiring.objects import Bound, Closure, Items, PlainObject, Table, is_layer_like, is_plain, truth
from ms_lint.semantics.wiring.operators import MAXIMUM_LENGTH
from ms_lint.semantics.wiring.sizes import Size
from ms_lint.semantics.wiring.state import (
    CONTINUED,
    LEFT,
    MAYBE_LEFT,
    NORMAL,
    RETURNED,
    STOPPED,
    Exhausted,
)


class Statements(Expressions):
    """What each statement does."""

    def block(self, body: list[ast.stmt]) -> int:
        """Statements in their order; how they were left."""
        for index, statement in enumerate(body):
            self.left -= 1
            if self.left < 0:
                raise Exhausted
            handler = _STATEMENTS.get(statement.__class__)
            status = handler(self, statement) if handler is not None else NORMAL
            if status == MAYBE_LEFT:
                rest = body[index + 1 :]
                self.fork([lambda rest=rest: self.block(rest), lambda: NORMAL])  # type: ignore[misc]
                return MAYBE_LEFT
            if status != NORMAL:
                return status
        return NORMAL

    # ------------------------------------------------------------------ bindings

    def assign(self, target: ast.expr, value: Any) -> None:
        """Bind the target of an assignment."""
        if isinstance(target, ast.Name):
            is_own = isinstance(value, Tensor) and not isinstance(value, Parameter)
            if is_own and not value.name and value.step is None:
                value.name = target.id
            self.set(self.frame.env, target.id, value)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.value(target.value), target.attr, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            self._unpack(target, value)
        elif isinstance(target, ast.Subscript):
            self._set_item(target, value)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, Items(is_open=True))

    def set_attribute(self, owner: Any, name: str, value: Any) -> None:
        """``owner.name = value``."""
        if isinstance(owner, PlainObject):
            self.set(owner.attributes, name, value)
        if not isinstance(owner, CellObject):
            return
        self.set(owner.attributes, name, value)
        path = f"{owner.path}.{name}" if owner.path else name
        self.name_paths(value, path)
        if owner.layer is not None and owner.layer.kind == "torch.nn.Sequential" and is_layer_like(value):
            self.add_child(owner.layer, name, value)

    def add_child(self, layer: Layer, name: str, value: Any) -> None:
        """A layer that a container gets under a name; a SequentialCell does not run it."""
        if layer.items is not None and layer.kind != "mindspore.nn.SequentialCell":
            self.set(layer.items, name, value)
            if layer.path:
                self.name_paths(value, f"{layer.path}.{name}")

    def name_paths(self, value: Any, path: str) -> None:
        """A layer that becomes an attribute has its path from now on, and all below it."""
        if isinstance(value, Parameter):
            value.path = value.path or path
        elif isinstance(value, Layer) and not value.path:
            value.path = path
            for name, item in (value.items or {}).items():
                self.name_paths(item, f"{path}.{name}")
        elif isinstance(value, CellObject) and not value.path:
            value.path = path
            for name, item in value.attributes.items():
                self.name_paths(item, f"{path}.{name}")
            for name, item in ((value.layer.items or {}) if value.layer is not None else {}).items():
                self.name_paths(item, f"{path}.{name}")

    def _unpack(self, target: Any, value: Any) -> None:
        targets = target.elts
        starred = [index for index, item in enumerate(targets) if isinstance(item, ast.Starred)]
        if isinstance(value, Tensor):
            items = None if starred else indexing.unpacked(self, value, len(targets), target)
        elif isinstance(value, indexing.ShapeOf):
            items = None if starred else value.unpacked(self, len(targets), target)
        else:
            items = self.iterate(value)
        if items is not None and starred:
            at, after = starred[0], len(targets) - starred[0] - 1
            if len(items) >= len(targets) - 1:
                middle = Items(items[at : len(items) - after])
                items = [*items[:at], middle, *items[len(items) - after :]]
                for item, part in zip(targets, items):
                    self.assign(item.value if isinstance(item, ast.Starred) else item, part)
                return
            items = None
        if items is not None and len(items) != len(targets):
            self._report_count(target, items)
        if items is None or len(items) != len(targets):
            items = [UNKNOWN] * len(targets)
        for item, part in zip(targets, items):
            self.assign(item, part)

    def _report_count(self, target: ast.expr, items: list[Any]) -> None:
        """A split into more or fewer tensors than names."""
        first = items[0] if items else None
        if not isinstance(first, Tensor) or first.step is None:
            return
        if all(isinstance(item, Tensor) and item.step is not None for item in items):
            count = len(getattr(target, "elts", ()))
            self.report(
                "split",
                first.step.place.node if first.step.place.module is self.frame.module else target,
                say(
                    "`{call}` gives {items} tensors, and there are {count} names for them.",
                    call=first.step.text,
                    items=len(items),
                    count=count,
                ),
                first.step.inputs[0] if first.step.inputs else None,
            )

    def _set_item(self, target: ast.Subscript, value: Any) -> None:
        owner, index = self.value(target.value), self.value(target.slice)
        if isinstance(owner, CellObject) and owner.layer is not None:
            owner = owner.layer
        if isinstance(owner, Items):
            items = self.change(owner)
            if isinstance(index, int) and -len(items) <= index < len(items):
                items[index] = value
            else:
                items.is_open = True
        elif isinstance(owner, Table):
            if is_plain(index) and not isinstance(index, slice):
                self.set(owner, index, value)
            else:
                owner.is_open = True
        elif isinstance(owner, Layer) and owner.items is not None:
            key = str(index)
            if key in owner.items:
                self.set(owner.items, key, value)

    def _assign(self, node: ast.Assign) -> int:
        value = self.value(node.value)
        for target in node.targets:
            self.assign(target, value)
        return NORMAL

    def _annotated(self, node: ast.AnnAssign) -> int:
        if node.value is not None:
            self.assign(node.target, self.value(node.value))
        return NORMAL

    def _augmented(self, node: ast.AugAssign) -> int:
        target = node.target
        load: ast.expr
        if isinstance(target, ast.Name):
            load = ast.copy_location(ast.Name(target.id, ast.Load()), target)
        elif isinstance(target, ast.Attribute):
            load = ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
        else:
            load = ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
        left, right = self.value(load), self.value(node.value)
        if isinstance(left, Items) and isinstance(node.op, ast.Add):
            added = self.iterate(right)
            items = self.change(left)
            if added is None or len(items) + len(added) > MAXIMUM_LENGTH:
                items.is_open = True
            else:
                items += added
            return NORMAL
        self.assign(target, self.operate(node.op, left, right, node))
        return NORMAL

    def _expression(self, node: ast.Expr) -> int:
        call = node.value
        if isinstance(call, ast.Call) and self.in_construct and not self.making and _is_path(call.func):
            self._check_discarded(call, self.value(call.func))
        self.value(call)
        return NORMAL

    def _check_discarded(self, call: ast.Call, function: Any) -> None:
        """A layer, or a Cell or function of the project that only computes, called as a statement: nobody keeps what it
        gives."""
        if isinstance(function, Layer) and function.kind in ONE_TO_ONE_CELLS and not isinstance(call.func, ast.Name):
            return  # MSL501 tells that
        computes = _computes(function)
        if computes:
            self.report(
                "discarded",
                call,
                say("`{call}` only computes something, and nobody keeps the result.", call=self.text(call)),
                suggestion=say("Assign it: `x = {call}`.", call=self.text(call)),
            )

    def _delete(self, node: ast.Delete) -> int:
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                owner = self.value(target.value)
                if isinstance(owner, CellObject):
                    self.set(owner.attributes, target.attr, UNKNOWN)
            elif isinstance(target, ast.Subscript):
                owner = self.value(target.value)
                if isinstance(owner, Items):
                    self.change(owner).is_open = True
                elif isinstance(owner, Table):
                    owner.is_open = True
        return NORMAL

    def _function(self, node: Any) -> int:
        self.set(self.frame.env, node.name, Closure(node, self.frame.module, self.frame))
        return NORMAL

    def _class(self, node: ast.ClassDef) -> int:
        module = self.frame.module
        found = [info for info in module.classes if info.node is node]
        self.set(self.frame.env, node.name, found[0] if found else UNKNOWN)
        return NORMAL

    def _import(self, node: ast.Import) -> int:
        for alias in node.names:
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            value = self.convert(self.frame.module.import_module(name))
            self.set(self.frame.env, alias.asname or name, value)
        return NORMAL

    def _import_from(self, node: ast.ImportFrom) -> int:
        for alias in node.names:
            if alias.name != "*":
                value = self.convert(self.frame.module.import_name(node, alias.name))
                self.set(self.frame.env, alias.asname or alias.name, value)
        return NORMAL

    # ------------------------------------------------------------------ control

    def _return(self, node: ast.Return) -> int:
        self.frame.returns.append(None if node.value is None else self.value(node.value))
        return RETURNED

    def _raise(self, node: ast.Raise) -> int:
        return STOPPED

    def _assert(self, node: ast.Assert) -> int:
        return STOPPED if truth(self.value(node.test)) is False else NORMAL

    def _if(self, node: ast.If) -> int:
        known = truth(self.value(node.test))
        if known is UNKNOWN:
            return self.fork([lambda: self.block(node.body), lambda: self.block(node.orelse)])
        return self.block(node.body if known else node.orelse)

    def _for(self, node: Any) -> int:
        items = self.iterate(self.value(node.iter))
        if items is None:
            return self._maybe_once(lambda: self._turn(node))
        for item in items:
            self.assign(node.target, item)
            status = self.block(node.body)
            if status == LEFT:
                return NORMAL
            if status in (RETURNED, STOPPED):
                return status
            if status == MAYBE_LEFT:
                return self._maybe_once(lambda: self._turn(node))
        return self.block(node.orelse)

    def _turn(self, node: Any) -> int:
        """One turn of a loop over what is not known."""
        self.assign(node.target, UNKNOWN)
        return self.block(node.body)

    def _while(self, node: ast.While) -> int:
        while True:
            known = truth(self.value(node.test))
            if known is UNKNOWN:
                return self._maybe_once(lambda: self.block(node.body))
            if known is False:
                return self.block(node.orelse)
            status = self.block(node.body)
            if status == LEFT:
                return NORMAL
            if status in (RETURNED, STOPPED):
                return status
            if status == MAYBE_LEFT:
                return self._maybe_once(lambda: self.block(node.body))

    def _maybe_once(self, body: Callable[[], int]) -> int:
        """A loop whose turns are not known: once, and then what it changes is known no longer."""
        before = len(self.mismatches)

        def again() -> int:
            status = body()
            return NORMAL if status in (LEFT, CONTINUED, MAYBE_LEFT) else status

        status = self.fork([again, lambda: NORMAL])
        del self.mismatches[before:]  # the next turn may see something else
        return NORMAL if status in (MAYBE_LEFT, LEFT, CONTINUED) else status

    def _with(self, node: Any) -> int:
        for item in node.items:
            value = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, value if not isinstance(value, (Layer, Size)) else UNKNOWN)
        return self.block(node.body)

    def _try(self, node: Any) -> int:
        if node.handlers:
            before = len(self.mismatches)
            status = self.fork([lambda: self.block(node.body), lambda: NORMAL])
            del self.mismatches[before:]  # it may be caught
        else:
            status = self.block(node.body)
        if status == NORMAL:
            status = self.block(node.orelse)
        last = self.block(node.finalbody)
        return status if last == NORMAL else last

    def _break(self, node: ast.Break) -> int:
        return LEFT

    def _continue(self, node: ast.Continue) -> int:
        return CONTINUED

    def _match(self, node: Any) -> int:
        self.value(node.subject)
        return self.fork([*(lambda case=case: self.block(case.body) for case in node.cases), lambda: NORMAL])

    def here(self, node: ast.AST) -> Place:
        """Where we are."""
        return Place(node, self.frame.module)


def _computes(function: Any) -> bool:
    """Whether a call gives something, and leaves everything else as it is."""
    if isinstance(function, Bound):
        function = function.closure
    if isinstance(function, Closure):
        return only_computes(function.node)
    if isinstance(function, CellObject):
        entry = function.info.entry
        return entry is not None and only_computes(entry.node)
    if isinstance(function, Layer):
        items = (function.items or {}).values()
        if function.class_name.startswith(("BatchNorm", "SyncBatchNorm")):
            return False  # it keeps statistics
        return ".nn." in function.kind and all(map(_computes, items)) and (function.items is None or bool(items))
    return False


def _is_path(node: ast.expr) -> bool:
    """Whether an expression only names something: `self.blocks[0].conv`."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant):
            return False
        node = node.value
    return isinstance(node, ast.Name)


@lru_cache(maxsize=4096)
def only_computes(function: ast.AST) -> bool:
    """Whether a function gives something and changes nothing that can be seen from outside: it assigns to names alone,
    and calls nothing as a statement."""
    gives = False
    for node in ast.walk(function):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            return False
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Raise, ast.Assert)):
            return False
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
            return False
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")).startswith(
            ("assign", "print", "set_", "scatter_", "append", "depend", "Assign")
        ):
            return False
        gives = gives or (isinstance(node, ast.Return) and node.value is not None)
    return gives


_STATEMENTS: dict[type[ast.AST], Callable[..., int]] = {
    ast.Assign: Statements._assign,
    ast.AnnAssign: Statements._annotated,
    ast.AugAssign: Statements._augmented,
    ast.Expr: Statements._expression,
    ast.Delete: Statements._delete,
    ast.FunctionDef: Statements._function,
    ast.AsyncFunctionDef: Statements._function,
    ast.ClassDef: Statements._class,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
    ast.Return: Statements._return,
    ast.Raise: Statements._raise,
    ast.Assert: Statements._assert,
    ast.If: Statements._if,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Try: Statements._try,
    ast.Break: Statements._break,
    ast.Continue: Statements._continue,
}
for _name, _handler in (("TryStar", Statements._try), ("Match", Statements._match)):
    if hasattr(ast, _name):
        _STATEMENTS[getattr(ast, _name)] = _handler
