"""Executes the statements of a module, or of the body of a class, abstractly: what each name is bound to."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Optional, Union

from .bindings import (
    Binding,
    Class,
    Documented,
    External,
    Function,
    Instance,
    ModuleRef,
    Partial,
    Record,
    Strings,
    Text,
)
from .conditions import condition
from .definitions import base_expression, role_of, with_overloads
from .docstrings import text_of

if TYPE_CHECKING:
    from .world import World

#: Functions that return, or wrap without another signature, what they are given first.
_TRANSPARENT = frozenset(
    "jit ms_function deprecated _deprecated staticmethod classmethod lru_cache cache _primexpr constexpr wraps "
    "copy_func _make_deprecate _overload contextmanager set_module weak_script overload_fn jit_forbidden_register "
    "jit_view_unsupported kept_signature _overload_method export no_grad".split()
)
_Assigned = Union[ast.Name, ast.Attribute, ast.Subscript, ast.expr]


@dataclass(eq=False)
class Module:
    """A module and what its names are bound to."""

    name: str
    path: Optional[str]
    is_package: bool
    names: dict[str, Binding] = field(default_factory=dict)

    @property
    def exports(self) -> Optional[tuple[str, ...]]:
        """The names in ``__all__``; None where it is not set."""
        found = self.names.get("__all__")
        return found.items if isinstance(found, Strings) else None

    @property
    def is_stub(self) -> bool:
        return self.path is not None and self.path.endswith(".pyi")


class Execution:
    """The execution of the statements at the top of a module."""

    def __init__(self, world: World, module: Module) -> None:
        self.world = world
        self.module = module

    def run(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            method = getattr(self, f"_run_{type(statement).__name__}", None)
            if method is not None:
                method(statement)

    def _run_perhaps(self, body: list[ast.stmt]) -> None:
        """Statements of a branch that may not be taken: what is bound already stays so."""
        before = dict(self.module.names)
        self.run(body)
        self.module.names.update(before)

    # ---- statements

    def _run_Import(self, statement: ast.Import) -> None:
        for alias in statement.names:
            self.world.load(alias.name)
            name = alias.name if alias.asname else alias.name.partition(".")[0]
            self.module.names[alias.asname or name] = self._module(name)

    def _module(self, name: str) -> Binding:
        return ModuleRef("", name) if name in self.world.modules else External("", name)

    def _run_ImportFrom(self, statement: ast.ImportFrom) -> None:
        origin = self._origin(statement)
        source = self.world.load(origin)
        for alias in statement.names:
            if alias.name == "*":
                if source is not None:
                    self._import_all(source)
                continue
            self.module.names[alias.asname or alias.name] = self._import_one(origin, source, alias.name)

    def _origin(self, statement: ast.ImportFrom) -> str:
        if not statement.level:
            return statement.module or ""
        parts = self.module.name.split(".")
        keep = len(parts) - statement.level + (1 if self.module.is_package else 0)
        return ".".join([*parts[: max(keep, 0)], *([statement.module] if statement.module else [])])

    def _import_one(self, origin: str, source: Optional[Module], name: str) -> Binding:
        if source is not None:
            if name in source.names:
                return source.names[name]
            if self.world.load(f"{origin}.{name}") is not None:
                return ModuleRef(origin, f"{origin}.{name}")
        return External(origin, f"{origin}.{name}")

    def _import_all(self, source: Module) -> None:
        names = source.exports
        if names is None:
            names = tuple(name for name in source.names if not name.startswith("_"))
        for name in names:
            if name in source.names:
                self.module.names[name] = source.names[name]
            elif self.world.load(f"{source.name}.{name}") is not None:
                self.module.names[name] = ModuleRef(source.name, f"{source.name}.{name}")

    def _run_FunctionDef(self, statement: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> None:
        function = Function(self.module.name, statement.name, (statement,))
        old = self.module.names.get(statement.name)
        self.module.names[statement.name] = with_overloads(old, function, self.module.is_stub)

    _run_AsyncFunctionDef = _run_FunctionDef

    def _run_ClassDef(self, statement: ast.ClassDef) -> None:
        self.module.names[statement.name] = self._class(statement, statement.name)

    def _class(self, statement: ast.ClassDef, name: str) -> Class:
        bases = tuple(self.evaluate(base_expression(base)) for base in statement.bases)
        return Class(self.module.name, name, statement, bases)

    def _run_Assign(self, statement: ast.Assign) -> None:
        for target in statement.targets:
            self._assign(target, statement.value)

    def _run_AnnAssign(self, statement: ast.AnnAssign) -> None:
        if statement.value is not None:
            self._assign(statement.target, statement.value)
        elif self.module.is_stub and isinstance(statement.target, ast.Name):
            self.module.names[statement.target.id] = Binding(self.module.name, statement.target.id)

    def _assign(self, target: _Assigned, value: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            values: list[Optional[ast.expr]] = [None] * len(target.elts)
            if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts):
                values = list(value.elts)
            for item, item_value in zip(target.elts, values):
                if item_value is not None:
                    self._assign(item, item_value)
                elif isinstance(item, ast.Name):
                    self.module.names[item.id] = Binding(self.module.name, item.id)
        elif isinstance(target, ast.Name):
            self.module.names[target.id] = self._named(self.evaluate(value), target.id)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluate(target.value)
            if isinstance(owner, Class):
                owner.assigned[target.attr] = self._named(self.evaluate(value), target.attr)
        elif isinstance(target, ast.Subscript) and ast.unparse(target.value) in ("globals()", "locals()"):
            key = self.evaluate(target.slice)
            if isinstance(key, Text):
                self.module.names[key.value] = self._named(self.evaluate(value), key.value)

    def _named(self, value: Optional[Binding], name: str) -> Binding:
        """The value, which gets its name where it has none yet."""
        if value is None:
            return Binding(self.module.name, name)
        if isinstance(value, Instance) and not value.name:
            return Instance(self.module.name, name, value.of)
        if isinstance(value, Documented) and not value.name:
            return Documented(self.module.name, name, value.of, value.text)
        if isinstance(value, Record) and not value.name:
            return Record(self.module.name, name, value.fields)
        if isinstance(value, Partial) and not value.name:
            return Partial(self.module.name, name, value.of, value.call)
        return value

    def _run_AugAssign(self, statement: ast.AugAssign) -> None:
        if isinstance(statement.target, ast.Name) and isinstance(statement.op, ast.Add):
            self._extend(statement.target.id, statement.value)

    def _extend(self, name: str, value: ast.expr) -> None:
        more = self.strings(value)
        old = self.module.names.get(name)
        if more is not None and (isinstance(old, Strings) or name == "__all__"):
            items = old.items if isinstance(old, Strings) else ()
            self.module.names[name] = Strings(self.module.name, name, (*items, *more))

    def _run_Expr(self, statement: ast.Expr) -> None:
        call = statement.value
        if not isinstance(call, ast.Call) or not call.args:
            return
        function = call.func
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            name = function.value.id
            if function.attr == "extend":
                self._extend(name, call.args[0])
            elif function.attr == "append":
                self._extend(name, ast.List([call.args[0]]))
            elif function.attr == "remove":
                old, removed = self.module.names.get(name), self.evaluate(call.args[0])
                if isinstance(old, Strings) and isinstance(removed, Text):
                    items = tuple(item for item in old.items if item != removed.value)
                    self.module.names[name] = Strings(self.module.name, name, items)
        elif isinstance(function, ast.Name) and function.id == "setattr" and len(call.args) == 3:
            self._set_attribute(*call.args)
        elif isinstance(function, ast.Name):
            self.evaluate(call)

    def _set_attribute(self, owner: ast.expr, attribute: ast.expr, value: ast.expr) -> None:
        name = self.evaluate(attribute)
        if not isinstance(name, Text):
            return
        if ast.unparse(owner) == "sys.modules[__name__]":
            self.module.names[name.value] = self._named(self.evaluate(value), name.value)
            return
        cls = self.evaluate(owner)
        if isinstance(cls, Class):
            cls.assigned[name.value] = self._named(self.evaluate(value), name.value)

    def _run_If(self, statement: ast.If) -> None:
        holds = condition(statement.test)
        if holds is not False:
            self.run(statement.body)
        if holds is False:
            self.run(statement.orelse)
        elif holds is None:
            self._run_perhaps(statement.orelse)

    def _run_Try(self, statement: ast.Try) -> None:
        self.run(statement.body)
        self.run(statement.orelse)
        for handler in statement.handlers:
            self._run_perhaps(handler.body)
        self.run(statement.finalbody)

    def _run_With(self, statement: ast.With) -> None:
        self.run(statement.body)

    def _run_For(self, statement: ast.For) -> None:
        """A loop over known strings is run for each; of others only imports and definitions are seen."""
        items = self.strings(statement.iter)
        if items is None or not isinstance(statement.target, ast.Name):
            self.run(s for s in statement.body if isinstance(s, (ast.Import, ast.ImportFrom, ast.FunctionDef)))
            return
        for item in items:
            self.module.names[statement.target.id] = Text(self.module.name, statement.target.id, item)
            self.run(statement.body)

    def _run_Delete(self, statement: ast.Delete) -> None:
        for target in statement.targets:
            if isinstance(target, ast.Name):
                self.module.names.pop(target.id, None)

    # ---- expressions

    def strings(self, node: ast.expr) -> Optional[tuple[str, ...]]:
        """The strings of a list; those of a part where only that is known; None where nothing is."""
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            found: list[str] = []
            for item in node.elts:
                if isinstance(item, ast.Starred):
                    found.extend(self.strings(item.value) or ())
                else:
                    value = self.evaluate(item)
                    if not isinstance(value, Text):
                        return tuple(found) or None
                    found.append(value.value)
            return tuple(found)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            parts = [self.strings(node.left), self.strings(node.right)]
            return None if parts == [None, None] else tuple(item for part in parts for item in part or ())
        if isinstance(node, ast.ListComp):
            return self._public_names(node)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in ("list", "sorted", "set", "tuple"):
            return self.strings(node.args[0])
        value = self.evaluate(node) if isinstance(node, (ast.Name, ast.Attribute)) else None
        return value.items if isinstance(value, Strings) else None

    def _public_names(self, node: ast.ListComp) -> Optional[tuple[str, ...]]:
        """``[name for name in dir() if not name.startswith("_")]``, in its spellings."""
        text = ast.unparse(node)
        if (
            isinstance(node.elt, ast.Name)
            and ast.unparse(node.generators[0].iter) in ("dir()", "globals()", "locals()")
            and ("startswith('_')" in text or "[0] != '_'" in text)
        ):
            return tuple(sorted(name for name in self.module.names if not name.startswith("_")))
        return None

    def evaluate(self, node: ast.expr) -> Optional[Binding]:
        """What an expression is bound to; None where that is not known."""
        if isinstance(node, ast.Name):
            found = self.module.names.get(node.id)
            return External("builtins", f"builtins.{node.id}") if not found and hasattr(builtins, node.id) else found
        if isinstance(node, ast.Attribute):
            owner = self.evaluate(node.value)
            if isinstance(owner, ModuleRef) and node.attr == "__all__":
                return self.world.modules[owner.name].names.get("__all__")
            found = self.world.attribute(owner, node.attr)
            if found is None and isinstance(owner, ModuleRef) and f"{owner.name}.{node.attr}" in self.world.modules:
                return ModuleRef(owner.name, f"{owner.name}.{node.attr}")
            return found
        if isinstance(node, ast.Constant):
            return Text(self.module.name, "", node.value) if isinstance(node.value, str) else None
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)):
            return self._sum(node)
        if isinstance(node, ast.Lambda):
            return Function(self.module.name, "<lambda>", (node,))
        if isinstance(node, ast.IfExp):
            return self.evaluate(node.orelse if condition(node.test) is False else node.body)
        if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.ListComp)):
            items = self.strings(node)
            return None if items is None else Strings(self.module.name, "", items)
        if isinstance(node, ast.Call):
            return self._evaluate_call(node)
        return None

    def _sum(self, node: Union[ast.JoinedStr, ast.BinOp]) -> Optional[Binding]:
        if isinstance(node, ast.BinOp):
            left, right = self.evaluate(node.left), self.evaluate(node.right)
            if isinstance(left, Text) and isinstance(right, Text):
                return Text(self.module.name, "", left.value + right.value)
            items = self.strings(node) if isinstance(left, Strings) or isinstance(right, Strings) else None
            return None if items is None else Strings(self.module.name, "", items)
        parts = []
        for value in node.values:
            part = self.evaluate(value.value if isinstance(value, ast.FormattedValue) else value)
            if not isinstance(part, Text):
                return None
            parts.append(part.value)
        return Text(self.module.name, "", "".join(parts))

    def _evaluate_call(self, node: ast.Call) -> Optional[Binding]:
        name = ast.unparse(node.func) if isinstance(node.func, (ast.Name, ast.Attribute)) else ""
        leaf = name.rpartition(".")[2]
        if leaf in ("_add_docstr", "add_docstr") and len(node.args) >= 2:
            of = self.evaluate(node.args[0])
            return Documented(self.module.name, "", of, text_of(node.args[1]))
        if leaf == "boolean_dispatch":
            return next((self.evaluate(item.value) for item in node.keywords if item.arg == "if_false"), None)
        if leaf == "partial" and node.args:
            return Partial(self.module.name, "", self.evaluate(node.args[0]), node)
        if leaf in ("namedtuple", "NamedTuple") and len(node.args) > 1:
            return self._record(node.args[1])
        first = node.args[0] if node.args and not isinstance(node.args[0], (ast.Constant, ast.Starred)) else None
        if first is not None and (leaf in _TRANSPARENT or isinstance(node.func, ast.Call)):
            wrapped = self.evaluate(first)  # `deprecated(...)(function)`
            if isinstance(wrapped, (Function, Class, Documented)):
                return wrapped
        if leaf in ("list", "sorted", "set", "tuple"):
            items = self.strings(node)
            return None if items is None else Strings(self.module.name, "", items)
        if leaf == "getattr" and len(node.args) >= 2:
            attribute = self.evaluate(node.args[1])
            if isinstance(attribute, Text):
                return self.world.attribute(self.evaluate(node.args[0]), attribute.value)
        called = self.evaluate(node.func)
        return Instance(self.module.name, "", called) if isinstance(called, Class) else None

    def _record(self, fields: ast.expr) -> Record:
        names = self.strings(fields)
        if names is None:
            value = self.evaluate(fields)
            if isinstance(value, Text):
                names = tuple(value.value.replace(",", " ").split())
            elif isinstance(fields, ast.List):  # typing.NamedTuple("N", [("a", int), ...])
                pairs = [item.elts[0] for item in fields.elts if isinstance(item, ast.Tuple) and item.elts]
                names = tuple(str(pair.value) for pair in pairs if isinstance(pair, ast.Constant))
        return Record(self.module.name, "", names or ())


class ClassBody(Execution):
    """The execution of the body of a class, whose names are looked up before those of its module."""

    def __init__(self, world: World, cls: Class, names: dict[str, Binding]) -> None:
        outer = world.modules[cls.module]
        super().__init__(world, Module(outer.name, outer.path, outer.is_package, names))
        self.outer = outer
        self.cls = cls

    def evaluate(self, node: ast.expr) -> Optional[Binding]:
        if isinstance(node, ast.Name) and node.id not in self.module.names:
            return Execution(self.world, self.outer).evaluate(node)
        return super().evaluate(node)

    def _run_FunctionDef(self, statement: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> None:
        role = role_of(statement)
        if role is None:
            return
        function = Function(self.module.name, f"{self.cls.name}.{statement.name}", (statement,), role)
        old = self.module.names.get(statement.name)
        self.module.names[statement.name] = with_overloads(old, function, self.module.is_stub)

    _run_AsyncFunctionDef = _run_FunctionDef

    def _run_ClassDef(self, statement: ast.ClassDef) -> None:
        self.module.names[statement.name] = self._class(statement, f"{self.cls.name}.{statement.name}")

    def _run_AnnAssign(self, statement: ast.AnnAssign) -> None:
        if isinstance(statement.target, ast.Name):
            value = None if statement.value is None else self.evaluate(statement.value)
            self.module.names[statement.target.id] = self._named(value, statement.target.id)

    def _evaluate_call(self, node: ast.Call) -> Optional[Binding]:
        name = ast.unparse(node.func) if isinstance(node.func, ast.Name) else ""
        if name == "property":
            return Function(self.module.name, f"{self.cls.name}.", (), "property")
        if name in ("staticmethod", "classmethod") and node.args:
            wrapped = self.evaluate(node.args[0])
            if isinstance(wrapped, Function):
                role = "static" if name == "staticmethod" else "class"
                return Function(wrapped.module, wrapped.name, wrapped.definitions, role)
        return super()._evaluate_call(node)
