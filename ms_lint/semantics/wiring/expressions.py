"""The expressions of the followed code, with values."""

from __future__ import annotations

import ast
from typing import Any, Callable, Optional

from ms_lint.semantics import values as kinds
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module, ProjectModule
from ms_lint.semantics.wiring import indexing
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Tensor
from ms_lint.semantics.wiring.objects import (
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
    is_plain,
    join,
    truth,
)
from ms_lint.semantics.wiring.operators import MAXIMUM_LENGTH, Operators
from ms_lint.semantics.wiring.state import Exhausted

_CONSTANTS: dict[str, Any] = {"numpy.newaxis": None, "mindspore.numpy.newaxis": None, "math.pi": 3.141592653589793}


class Expressions(Operators):
    """The value of each expression."""

    def call(self, function: Any, positional: list[Any], keywords: dict[str, Any], node: ast.Call) -> Any:
        """The result of a call."""
        raise NotImplementedError

    def closure_of(self, function: Any) -> Optional[Closure]:
        """The function of the project that is to run for a method."""
        raise NotImplementedError

    def value(self, node: ast.expr) -> Any:
        """What an expression gives."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted
        return _EXPRESSIONS[node.__class__](self, node)

    # ------------------------------------------------------------------ names

    def _name(self, node: ast.Name) -> Any:
        value = self.look_up(node.id)
        if isinstance(value, ClassInfo) and value.module is self.frame.module:
            return value.module.class_at(value, node)
        return value

    def look_up(self, name: str) -> Any:
        """What a name stands for."""
        frame: Optional[Frame] = self.frame
        while frame is not None:
            if name in frame.env:
                return frame.env[name]
            frame = frame.parent
        return self.module_name(self.frame.module, name)

    def module_name(self, module: Module, name: str) -> Any:
        """A name of a module."""
        key = (module, name)
        found = self.memory.names.get(key)
        if found is not None:
            return found
        known = module.exported(name)
        if known is kinds.UNKNOWN and name not in module.scope.env:
            value: Any = Library("builtins." + name)
        else:
            value = self.convert(known)
            if value is UNKNOWN:
                return self.assigned(module, name)
        self.memory.names[key] = value
        return value

    def assigned(self, module: Module, name: str) -> Any:
        """What the one assignment of a name at the top of a module gives."""
        key = (module.path, name)
        if key not in self.globals:
            self.globals[key] = UNKNOWN
            expression = _only_assignment(module, name)
            if expression is not None:
                outer, self.frame = self.frame, Frame(module)
                journal, self.journal = self.journal, None
                try:
                    self.globals[key] = self.value(expression)
                finally:
                    self.frame, self.journal = outer, journal
        return self.globals[key]

    def convert(self, value: kinds.Value) -> Any:
        """A value of the flow as one of this run."""
        if isinstance(value, kinds.Lazy):
            value = value.resolve()
        if isinstance(value, kinds.Constant):
            return value.value
        if isinstance(value, kinds.Symbol):
            return Library(value.name)
        if isinstance(value, kinds.ClassValue):
            return value.info
        if isinstance(value, kinds.FunctionValue):
            function = value.function
            is_nested = function.scope.function is not None
            return UNKNOWN if is_nested else Closure(function.node, function.module, None, function.cls)
        if isinstance(value, kinds.Namespace):
            return value
        if isinstance(value, kinds.Sequence) and value.kind == "tuple":
            items = tuple(self.convert(item) for item in value.items)
            return UNKNOWN if any(item is UNKNOWN for item in items) else items
        return UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Any:
        return self.attribute(self.value(node.value), node.attr, node)

    def attribute(self, owner: Any, name: str, node: ast.AST) -> Any:
        """An attribute of a value."""
        if isinstance(owner, Library):
            return _CONSTANTS.get(f"{owner.name}.{name}", Library(f"{owner.name}.{name}"))
        if isinstance(owner, CellObject):
            return self._cell_attribute(owner, name, node)
        if isinstance(owner, PlainObject):
            if owner.is_open:
                return UNKNOWN
            known = name in owner.attributes
            return owner.attributes[name] if known else self._class_attribute(owner.info, owner, name)
        if isinstance(owner, Tensor):
            return indexing.tensor_attribute(self, owner, name)
        if isinstance(owner, Layer):
            if owner.items is not None and name in owner.items:
                return owner.items[name]
            if name in owner.arguments:
                return owner.arguments[name]
            return Member(owner, name)
        if isinstance(owner, kinds.Namespace):
            found = owner.attribute_value(name)
            if found is kinds.UNKNOWN and isinstance(owner, ProjectModule):
                module = owner.project.load(owner.path)
                return self.assigned(module, name) if module is not None else UNKNOWN
            return self.convert(found)
        if isinstance(owner, ClassInfo):
            if name == "__name__":
                return owner.name
            return self._class_attribute(owner, owner, name)
        if isinstance(owner, SuperValue):
            for ancestor in _after(owner.receiver, owner.info):
                if name in ancestor.methods:
                    return Bound(Closure(ancestor.methods[name].node, ancestor.module, None, ancestor), owner.receiver)
            return Member(owner, name)
        if owner is UNKNOWN or isinstance(owner, Choice):
            return UNKNOWN
        if isinstance(owner, (str, Items, Table, tuple)):
            return Member(owner, name)
        return UNKNOWN

    def _cell_attribute(self, owner: CellObject, name: str, node: ast.AST) -> Any:
        if name in owner.attributes:
            return owner.attributes[name]
        if owner.layer is not None and owner.layer.items is not None and name in owner.layer.items:
            return owner.layer.items[name]
        value = self._class_attribute(owner.info, owner, name)
        if value is not UNKNOWN:
            return value
        if owner.layer is not None:
            return self.attribute(owner.layer, name, node)
        return UNKNOWN if name in ("training", "phase", "__dict__") else Member(owner, name)

    def _class_attribute(self, info: ClassInfo, owner: Any, name: str) -> Any:
        """What a class or its bases have under a name; for an object the method is bound to it."""
        for ancestor in info.ancestors:
            if not isinstance(ancestor, ClassInfo):
                continue
            function = ancestor.methods.get(name)
            if function is not None:
                closure = Closure(function.node, ancestor.module, None, ancestor)
                is_object = isinstance(owner, (CellObject, PlainObject))
                if function.is_property:
                    return self.run(closure, [owner], {}) if is_object else UNKNOWN
                if function.is_static:
                    return closure
                is_class_method = any(
                    isinstance(item, ast.Name) and item.id == "classmethod"
                    for item in getattr(function.node, "decorator_list", ())
                )
                if is_class_method:
                    return Bound(closure, info)
                return Bound(closure, owner) if is_object else closure
            if name in ancestor.class_names:
                known = self.convert(ancestor.class_names[name])
                return self._class_constant(ancestor, name) if known is UNKNOWN else known
        return UNKNOWN

    def _class_constant(self, info: ClassInfo, name: str) -> Any:
        found = [
            statement.value
            for statement in info.node.body
            if isinstance(statement, (ast.Assign, ast.AnnAssign))
            and statement.value is not None
            and any(
                isinstance(target, ast.Name) and target.id == name
                for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
            )
        ]
        if len(found) != 1:
            return UNKNOWN
        outer, self.frame = self.frame, Frame(info.module)
        try:
            return self.value(found[0])
        finally:
            self.frame = outer

    def run(self, closure: Closure, positional: list[Any], keywords: dict[str, Any]) -> Any:
        """The result of a function of the project."""
        raise NotImplementedError

    # ------------------------------------------------------------------ literals

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _tuple(self, node: ast.Tuple) -> Any:
        items = self._items(node.elts)
        return UNKNOWN if items is None else tuple(items)

    def _list(self, node: ast.List) -> Any:
        items = self._items(node.elts)
        return Items(is_open=True) if items is None else Items(items)

    def _items(self, nodes: list[ast.expr]) -> Optional[list[Any]]:
        items: list[Any] = []
        is_known = True
        for node in nodes:
            if isinstance(node, ast.Starred):
                inner = self.iterate(self.value(node.value))
                if inner is None:
                    is_known = False
                else:
                    items += inner
            else:
                items.append(self.value(node))
        return items if is_known and len(items) <= MAXIMUM_LENGTH else None

    def _dict(self, node: ast.Dict) -> Any:
        table = Table()
        for key_node, value_node in zip(node.keys, node.values):
            value = self.value(value_node)
            if key_node is None:
                if isinstance(value, Table):
                    table.update(value)
                    table.is_open |= value.is_open
                else:
                    table.is_open = True
                continue
            key = self.value(key_node)
            if is_plain(key) and not isinstance(key, slice):
                table[key] = value
            else:
                table.is_open = True
        return table

    def _unknown(self, node: ast.expr) -> Any:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
        return UNKNOWN

    def _opaque(self, node: ast.expr) -> Any:
        return UNKNOWN

    def _comprehension(self, node: Any) -> Any:
        outer = self.frame
        self.frame = Frame(outer.module, outer, outer.cls, outer.receiver)
        result = Table() if isinstance(node, ast.DictComp) else Items()
        try:
            self._generate(node, node.generators, result)
        finally:
            self.frame = outer
        return result

    def _generate(self, node: Any, generators: list[ast.comprehension], result: Any) -> None:
        if not generators:
            if isinstance(node, ast.DictComp):
                key, value = self.value(node.key), self.value(node.value)
                if is_plain(key) and not isinstance(key, slice):
                    result[key] = value
                else:
                    result.is_open = True
            else:
                result.append(self.value(node.elt))
            return
        first, *rest = generators
        items = self.iterate(self.value(first.iter))
        if items is None:
            result.is_open = True
            items = [UNKNOWN]
        for item in items:
            if len(result) > MAXIMUM_LENGTH:
                result.is_open = True
                return
            self.assign(first.target, item)
            tests = [truth(self.value(test)) for test in first.ifs]
            if any(test is False for test in tests):
                continue
            if any(test is UNKNOWN for test in tests):
                result.is_open = True
                continue
            self._generate(node, rest, result)

    def iterate(self, value: Any) -> Optional[list[Any]]:
        """The items that a loop sees; None where they are not known."""
        if isinstance(value, (Items, Table)):
            return None if value.is_open else list(value)
        if isinstance(value, tuple):
            return list(value)
        if isinstance(value, range):
            return list(value) if len(value) <= MAXIMUM_LENGTH else None
        if isinstance(value, str):
            return list(value[:MAXIMUM_LENGTH])
        if isinstance(value, CellObject) and value.layer is not None:
            value = value.layer
        if isinstance(value, Layer) and value.items is not None:
            is_dict = value.class_name in ("CellDict", "ModuleDict")
            return list(value.items) if is_dict else list(value.items.values())
        if isinstance(value, Tensor):
            return indexing.rows(self, value)
        return None

    def assign(self, target: ast.expr, value: Any) -> None:
        """Bind the target of an assignment."""
        raise NotImplementedError

    # ------------------------------------------------------------------ conditions

    def _boolean(self, node: ast.BoolOp) -> Any:
        is_and = isinstance(node.op, ast.And)
        unknown = False
        value: Any = UNKNOWN
        for part in node.values:
            value = self.value(part)
            known = truth(value)
            if known is UNKNOWN:
                unknown = True
            elif known is not is_and:
                return UNKNOWN if unknown and not is_plain(value) else (value if not unknown else known)
        return UNKNOWN if unknown else value

    def _conditional(self, node: ast.IfExp) -> Any:
        known = truth(self.value(node.test))
        if known is UNKNOWN:
            return self.either([node.body, node.orelse])
        return self.value(node.body if known else node.orelse)

    def either(self, nodes: list[ast.expr]) -> Any:
        """The value of one of some expressions, of which one runs."""
        results: list[Any] = []

        def branch(node: ast.expr) -> Callable[[], int]:
            def run() -> int:
                results.append(self.value(node))
                return 0

            return run

        self.fork([branch(node) for node in nodes])
        if not results:
            return UNKNOWN
        value = results[0]
        for other in results[1:]:
            value = join(value, other)
        return value

    # ------------------------------------------------------------------ the rest

    def _subscript(self, node: ast.Subscript) -> Any:
        owner, index = self.value(node.value), self.value(node.slice)
        return indexing.item(self, owner, index, node)

    def _slice(self, node: ast.Slice) -> Any:
        parts = [None if part is None else self.value(part) for part in (node.lower, node.upper, node.step)]
        return slice(*parts)

    def _call(self, node: ast.Call) -> Any:
        function = self.value(node.func)
        positional: Optional[list[Any]] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                items = self.iterate(self.value(argument.value))
                if items is None or positional is None:
                    positional = None
                else:
                    positional += items
            else:
                given = self.value(argument)
                if positional is not None:
                    positional.append(given)
        keywords: Optional[dict[str, Any]] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                if keywords is not None:
                    keywords[keyword.arg] = value
            elif isinstance(value, Table) and not value.is_open and all(isinstance(key, str) for key in value):
                if keywords is not None:
                    keywords.update(value)
            else:
                keywords = None
        if positional is None or keywords is None:
            return self.call_openly(function, positional, keywords, node)
        return self.call(function, positional, keywords, node)

    def call_openly(
        self, function: Any, positional: Optional[list[Any]], keywords: Optional[dict[str, Any]], node: ast.Call
    ) -> Any:
        """The result of a call whose arguments are not all known."""
        raise NotImplementedError

    def _lambda(self, node: ast.Lambda) -> Any:
        return Closure(node, self.frame.module, self.frame)

    def _joined(self, node: ast.JoinedStr) -> Any:
        parts: list[str] = []
        for part in node.values:
            value = self.value(part.value) if isinstance(part, ast.FormattedValue) else getattr(part, "value", UNKNOWN)
            plain = is_plain(value) and not (isinstance(part, ast.FormattedValue) and part.format_spec is not None)
            if not plain:
                return UNKNOWN
            parts.append(str(value))
        text = "".join(parts)
        return text if len(text) <= MAXIMUM_LENGTH else UNKNOWN

    def _named(self, node: ast.NamedExpr) -> Any:
        value = self.value(node.value)
        self.assign(node.target, value)
        return value


def _after(receiver: Any, info: ClassInfo) -> list[ClassInfo]:
    """The classes that ``super()`` of ``info`` looks in, for an object."""
    start = receiver.info if isinstance(receiver, (CellObject, PlainObject)) else info
    order = [ancestor for ancestor in start.ancestors if isinstance(ancestor, ClassInfo)]
    return order[order.index(info) + 1 :] if info in order else []


def _only_assignment(module: Module, name: str) -> Optional[ast.expr]:
    """The right side of the one statement at the top of a module that assigns a name."""
    return module.top_assignments.get(name)


_EXPRESSIONS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Constant: Expressions._constant,
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Call: Expressions._call,
    ast.BinOp: Expressions._binary,
    ast.UnaryOp: Expressions._unary,
    ast.BoolOp: Expressions._boolean,
    ast.Compare: Expressions._compare,
    ast.IfExp: Expressions._conditional,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.Tuple: Expressions._tuple,
    ast.List: Expressions._list,
    ast.Set: Expressions._unknown,
    ast.Dict: Expressions._dict,
    ast.ListComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.SetComp: Expressions._opaque,
    ast.DictComp: Expressions._comprehension,
    ast.Lambda: Expressions._lambda,
    ast.JoinedStr: Expressions._joined,
    ast.NamedExpr: Expressions._named,
    ast.Starred: Expressions._unknown,
    ast.Await: Expressions._unknown,
    ast.Yield: Expressions._unknown,
    ast.YieldFrom: Expressions._unknown,
    ast.FormattedValue: Expressions._unknown,
}
