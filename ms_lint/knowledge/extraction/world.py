"""Executes the modules of a package abstractly: which name is bound to what, as an import would leave them.

Modules run in the order in which Python would run them: imports first, ``*`` copies the names as they stand, later
bindings win, ``del`` removes, arithmetic on ``__all__`` is followed. Nothing is really imported.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Optional, Union

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
from .docstrings import text_of
from .sources import Sources

#: The Python that conditions on its version are judged for.
_PYTHON = (3, 11)
_TYPE_CHECKING = frozenset({"TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"})
#: Functions that return, or wrap without another signature, what they are given first.
_TRANSPARENT = frozenset(
    "jit ms_function deprecated _deprecated staticmethod classmethod lru_cache cache _primexpr constexpr wraps "
    "copy_func _make_deprecate _overload contextmanager set_module weak_script overload_fn jit_forbidden_register "
    "jit_view_unsupported kept_signature _overload_method export no_grad".split()
)
_OVERLOADS = frozenset({"overload", "_overload", "_overload_method"})
_DEPTH = 400
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


class World:
    """The modules of a package, executed as they are asked for. Objects of ``others`` are followed too."""

    def __init__(self, sources: Sources, top: str, *others: str) -> None:
        self.sources = sources
        self.top = top
        self._roots = frozenset({top, *others})
        self.modules: dict[str, Module] = {}
        self._loading = 0
        self._lineages: dict[Class, tuple[Union[Class, str], ...]] = {}
        self._members: dict[Class, dict[str, Binding]] = {}

    def is_internal(self, name: str) -> bool:
        """Whether a dotted name lies in the package."""
        return name.partition(".")[0] in self._roots

    def load(self, name: str) -> Optional[Module]:
        """Import a module, its parents first. None where it has no source here."""
        known = self.modules.get(name)
        if known is not None or not self.is_internal(name):
            return known
        parent, _, leaf = name.rpartition(".")
        if parent and self.load(parent) is None:
            return None
        if name in self.modules:
            return self.modules[name]
        place = self.sources.locate(name)
        if place is None or self._loading >= _DEPTH:
            return None
        module = self.modules[name] = Module(name, *place)
        if module.path is not None:
            self._loading += 1
            _Execution(self, module).run(self.sources.tree(module.path).body)
            self._loading -= 1
        if parent:
            self.modules[parent].names[leaf] = ModuleRef(parent, name)
        return module

    def attribute(self, binding: Optional[Binding], name: str) -> Optional[Binding]:
        """What an attribute of something is bound to; None where it is not known."""
        if isinstance(binding, ModuleRef):
            module = self.modules.get(binding.name)
            return module.names.get(name) if module else None
        if isinstance(binding, External):
            return External(binding.module, f"{binding.name}.{name}")
        if isinstance(binding, Instance):
            return self.attribute(binding.of, name)
        if isinstance(binding, Class):
            for cls in self.lineage(binding):
                member = self.members(cls).get(name) if isinstance(cls, Class) else None
                if member is not None:
                    return member
        return None

    def evaluate(self, module: str, node: ast.expr) -> Optional[Binding]:
        """What an expression is in the scope of a module, as it stands now."""
        return _Execution(self, self.modules[module]).evaluate(node)

    # ---- classes

    def bases(self, cls: Class) -> list[Union[Class, str]]:
        """The base classes; those that are not of this package by their name."""
        found: list[Union[Class, str]] = []
        for node, base in zip(map(_base_expression, cls.node.bases), cls.bases):
            base = base or self.evaluate(cls.module, node)  # a stub may define it later
            if isinstance(base, Class):
                if base is not cls:
                    found.append(base)
            else:
                found.append(base.name if isinstance(base, External) else ast.unparse(node))
        return found

    def lineage(self, cls: Class) -> tuple[Union[Class, str], ...]:
        """The class and its ancestors in the order in which Python looks for members."""
        known = self._lineages.get(cls)
        if known is None:
            self._lineages[cls] = (cls,)  # a class among its own ancestors is refused by Python
            known = self._lineages[cls] = _linearize(cls, [(base, self._ancestors(base)) for base in self.bases(cls)])
        return known

    def _ancestors(self, base: Union[Class, str]) -> tuple[Union[Class, str], ...]:
        return self.lineage(base) if isinstance(base, Class) else (base,)

    def derives(self, cls: Class, names: Iterable[str]) -> bool:
        """Whether the class or an ancestor has one of the names, without their modules."""
        wanted = set(names)
        return any(
            (ancestor if isinstance(ancestor, str) else ancestor.name).rpartition(".")[2] in wanted
            for ancestor in self.lineage(cls)
        )

    def members(self, cls: Class) -> dict[str, Binding]:
        """What the body of the class binds, and what was assigned to it later."""
        known = self._members.get(cls)
        if known is None:
            known = self._members[cls] = {}
            _ClassBody(self, cls, known).run(cls.node.body)
        return {**known, **cls.assigned} if cls.assigned else known


def _base_expression(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node  # `Generic[T]`


def _linearize(
    cls: Class, bases: list[tuple[Union[Class, str], tuple[Union[Class, str], ...]]]
) -> tuple[Union[Class, str], ...]:
    """The C3 order; where there is none, depth first."""
    rows = [list(ancestors) for _, ancestors in bases] + [[base for base, _ in bases]]
    order: list[Union[Class, str]] = [cls]
    while True:
        rows = [row for row in rows if row]
        if not rows:
            return tuple(order)
        candidate = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), rows[0][0])
        order.append(candidate)
        rows = [[item for item in row if item != candidate] for row in rows]


def _decorators(node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Iterator[str]:
    for decorator in node.decorator_list:
        yield ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def is_overload(node: ast.AST) -> bool:
    """Whether a definition only declares a form of a call."""
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        name.rpartition(".")[2] in _OVERLOADS for name in _decorators(node)
    )


def with_overloads(old: Optional[Binding], new: Function, in_stub: bool) -> Function:
    """A function that is defined again: with its overloads where the earlier definitions are some."""
    if (
        isinstance(old, Function)
        and old.module == new.module
        and old.definitions
        and (in_stub or is_overload(old.definitions[-1]))
    ):
        return Function(new.module, new.name, (*old.definitions, *new.definitions), new.role)
    return new


def condition(node: ast.expr) -> Optional[bool]:
    """Whether a condition at the top of a module holds at run time; None where that is not known."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = condition(node.operand)
        return None if inner is None else not inner
    if isinstance(node, ast.BoolOp):
        values = [condition(value) for value in node.values]
        decisive = isinstance(node.op, ast.Or)
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    text = ast.unparse(node)
    if text in _TYPE_CHECKING or "__name__ ==" in text:
        return False
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = ast.unparse(node.left), node.comparators[0]
        if left == "sys.version_info" or left == "sys.version_info[:2]":
            return _compare(_PYTHON, node.ops[0], right)
        if left in ("sys.platform", "os.name") or left.startswith("platform.system()"):
            expected = str(right.value).lower() if isinstance(right, ast.Constant) else ""
            is_linux = expected in ("linux", "posix")
            if isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
                return is_linux == isinstance(node.ops[0], ast.Eq)
    return None


def _compare(version: tuple[int, ...], operator: ast.cmpop, right: ast.expr) -> Optional[bool]:
    try:
        other = ast.literal_eval(right)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(other, tuple) or not all(isinstance(part, int) for part in other):
        return None
    if isinstance(operator, (ast.GtE, ast.Gt)):
        return version >= other
    if isinstance(operator, (ast.Lt, ast.LtE)):
        return version < other
    return None


class _Execution:
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
        bases = tuple(self.evaluate(_base_expression(base)) for base in statement.bases)
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


class _ClassBody(_Execution):
    """The execution of the body of a class, whose names are looked up before those of its module."""

    def __init__(self, world: World, cls: Class, names: dict[str, Binding]) -> None:
        outer = world.modules[cls.module]
        super().__init__(world, Module(outer.name, outer.path, outer.is_package, names))
        self.outer = outer
        self.cls = cls

    def evaluate(self, node: ast.expr) -> Optional[Binding]:
        if isinstance(node, ast.Name) and node.id not in self.module.names:
            return _Execution(self.world, self.outer).evaluate(node)
        return super().evaluate(node)

    def _run_FunctionDef(self, statement: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> None:
        role = _role(statement)
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


_PROPERTIES = frozenset(
    {"property", "cached_property", "abstractproperty", "lazy_property", "classproperty", "dependent_property"}
)


def _role(statement: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Optional[str]:
    """The role of a definition in a class; None for the setter of a property."""
    role = "method"
    for name in _decorators(statement):
        leaf = name.rpartition(".")[2]
        if leaf in ("setter", "deleter"):
            return None
        if leaf in _PROPERTIES or leaf == "getter":
            role = "property"
        elif leaf == "staticmethod":
            role = "static"
        elif leaf == "classmethod":
            role = "class"
    # special methods that Python makes so without being told
    return "static" if statement.name == "__new__" else role
