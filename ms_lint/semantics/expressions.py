"""The expressions in a module: what each stands for."""

from __future__ import annotations

import ast
import builtins
from typing import Callable, Optional, Union

from ms_lint.knowledge.frameworks import REGISTERS
from ms_lint.semantics import dtypes, values
from ms_lint.semantics.calls import Calls
from ms_lint.semantics.classes import ClassInfo, Read
from ms_lint.semantics.observer import Operation, Reference, qualified_name
from ms_lint.semantics.scopes import Function, FunctionNode, Scope, Unresolved
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    Argument,
    Choice,
    ClassValue,
    Constant,
    Container,
    FunctionValue,
    Instance,
    Lazy,
    Member,
    Namespace,
    Scalar,
    SelfValue,
    Sequence,
    Symbol,
    Tensor,
    Value,
    join,
)

_BUILTINS = frozenset(dir(builtins)) | frozenset(
    "__file__ __path__ __builtins__ __annotations__ reveal_type WindowsError "
    # of newer versions than the running one may be
    "ExceptionGroup BaseExceptionGroup aiter anext EncodingWarning PythonFinalizationError".split()
)
_NOTEBOOK_NAMES = frozenset({"display", "get_ipython", "In", "Out", "exit", "quit", "_", "__", "___"})
_MAXIMUM_NAME = 400  # characters
#: Values whose attributes are told one by one.
_HAVE_MEMBERS = frozenset({Tensor, Instance, Choice})
_LIST_METHODS = frozenset({"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "update"})
#: The entries of a longer dict are not told from one another.
_MAXIMUM_ENTRIES = 256


class Expressions(Calls):
    """The value of each expression, and the names that assignments bind."""

    _expressions: dict[type[ast.AST], Callable[..., Value]]

    def quiet(self, node: ast.expr, scope: Optional[Scope] = None) -> Value:
        """The value of an expression that is followed elsewhere, in the scope where it stands: nothing is
        told to the observer, and no name in it is called undefined."""
        observer, self.observer = self.observer, None
        expressions, self._expressions = self._expressions, EXPRESSIONS
        outer, self.scope = self.scope, scope or self.scope
        tolerant, self.module.tolerant = self.module.tolerant, True
        try:
            return self.value(node)
        finally:
            self.observer, self._expressions = observer, expressions
            self.scope, self.module.tolerant = outer, tolerant

    def _defaults_and_annotations(self, node: FunctionNode) -> None:
        arguments = node.args
        for default in (*arguments.defaults, *arguments.kw_defaults):
            if default is not None:
                self.value(default)
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if argument.annotation is not None:
                self._annotation(argument.annotation)
        for variadic in (arguments.vararg, arguments.kwarg):
            if variadic is not None and variadic.annotation is not None:
                self._annotation(variadic.annotation)
        returns = getattr(node, "returns", None)
        if returns is not None:
            self._annotation(returns)

    def _annotation(self, annotation: ast.expr) -> None:
        # annotations may name what exists for the type checker only: no undefined names from here
        before = self.module.tolerant
        self.module.tolerant = True
        self.value(annotation)
        self.module.tolerant = before

    def assign(self, target: ast.expr, value: Value, expression: Optional[ast.expr]) -> None:
        """Bind the target of an assignment; ``expression`` is its right side when it is the whole of it."""
        kind = target.__class__
        if kind is ast.Name:
            assert isinstance(target, ast.Name)
            self.bind_name(target.id, value, target)
            if expression is not None and self.scope.function is not None:
                self.scope.function.assignments.append((target, expression, value))
        elif kind is ast.Attribute:
            assert isinstance(target, ast.Attribute)
            owner = self.operand(target.value)
            if isinstance(owner, SelfValue):
                self._set_attribute(owner.info, target.attr, target, value, expression)
            else:
                self._tell_member(owner, target)
        elif kind in (ast.Tuple, ast.List):
            assert isinstance(target, (ast.Tuple, ast.List))
            self._unpack(target, value, expression)
        elif kind is ast.Starred:
            assert isinstance(target, ast.Starred)
            self.assign(target.value, Container("list"), None)
        else:
            self._children(target)
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                self._change_list(target.value.id, "append", {0: value})

    def _unpack(self, target: Union[ast.Tuple, ast.List], value: Value, expression: Optional[ast.expr]) -> None:
        targets = target.elts
        if self.scope.function is not None:
            self.scope.function.unpackings.append((target, expression, value))
        items: Optional[list[Value]] = None
        if isinstance(value, Sequence) and len(value.items) == len(targets):
            items = list(value.items)
        starred = any(isinstance(item, ast.Starred) for item in targets)
        parts: list[Optional[ast.expr]] = [None] * len(targets)
        if isinstance(expression, (ast.Tuple, ast.List)) and len(expression.elts) == len(targets) and not starred:
            parts = list(expression.elts)
        item_value = values.elements(value)
        for index, item in enumerate(targets):
            self.assign(item, items[index] if items is not None and not starred else item_value, parts[index])

    def bind_name(self, name: str, value: Value, node: Optional[ast.Name]) -> None:
        """Bind a name in the current scope (or the one that a global/nonlocal statement names)."""
        scope = self.scope
        if scope.function is not None and not scope.is_class and node is not None:
            scope.function.stores.setdefault(name, []).append(node)
        elif scope.function is not None and not scope.is_class:
            scope.function.stores.setdefault(name, [])
        if name in scope.declared:
            outer = scope.parent
            while outer is not None:
                if name in outer.env and not outer.is_class:
                    outer.env[name] = join(outer.env[name], value)
                    return
                if outer.parent is None:
                    outer.env[name] = value
                outer = outer.parent
            return
        scope.env[name] = value

    def value(self, node: ast.expr) -> Value:
        """The value of an expression; its calls and references go to the observer."""
        kind = node.__class__
        if kind is ast.Name:
            result = self.name(node)  # type: ignore[arg-type]
        elif kind is ast.Attribute:
            result = self._attribute(node)  # type: ignore[arg-type]
        else:
            return self._expressions[kind](self, node)
        observer = self.observer
        if observer is not None and result.__class__ is Symbol and observer.wants(result.name):
            assert isinstance(result, Symbol)
            observer.reference(Reference(node, result.name, self.module, self.scope.function, result.inferred))
        return result

    def operand(self, node: ast.expr) -> Value:
        """The value of what stands left of a dot: a name of a library is no reference of its own there."""
        kind = node.__class__
        if kind is ast.Name:
            return self.name(node)  # type: ignore[arg-type]
        if kind is ast.Attribute:
            return self._attribute(node)  # type: ignore[arg-type]
        return self._expressions[kind](self, node)

    def callee(self, node: ast.expr) -> Value:
        """The value of what stands left of call parentheses: it is told as a call and not as a reference."""
        if node.__class__ is ast.Attribute:
            assert isinstance(node, ast.Attribute)
            return self.attribute_of(self.operand(node.value), node.attr, node)
        return self.operand(node)

    def _attribute(self, node: ast.Attribute) -> Value:
        owner = self.operand(node.value)
        if owner.__class__ in _HAVE_MEMBERS:
            self._tell_member(owner, node)
        return self.attribute_of(owner, node.attr, node)

    def _tell_member(self, owner: Value, node: ast.Attribute) -> None:
        """Tell of an attribute of an object of a library that is read, or of any of them that is set."""
        observer = self.observer
        known = [item for item in values.alternatives(owner) if item != NONE]
        if observer is None or len(known) != 1:
            return
        if isinstance(known[0], Symbol):
            value: Value = Symbol(f"{known[0].name}.{node.attr}", known[0].inferred)
        else:
            value = Member(known[0], node.attr)
        named = qualified_name(value)
        if named is not None and observer.wants(named[0]):
            object_ = known[0] if isinstance(value, Member) else None
            is_stored = isinstance(node.ctx, ast.Store)
            observer.reference(
                Reference(node, named[0], self.module, self.scope.function, named[1], object_, is_stored)
            )

    def name(self, node: ast.Name) -> Value:
        """What a name stands for here."""
        name = node.id
        scope: Optional[Scope] = self.scope
        function = self.scope.function
        if function is not None:
            function.loads.add(name)
        assert scope is not None
        value = scope.env.get(name)
        while value is None:
            scope = scope.parent
            while scope is not None and scope.is_class:
                scope = scope.parent
            if scope is None:
                break
            value = scope.env.get(name)
        if value is not None:
            if not isinstance(value, Lazy):
                return value
            assert scope is not None
            scope.env[name] = UNKNOWN  # an import cycle ends here
            scope.env[name] = resolved = value.resolve()
            return resolved
        if name in _BUILTINS:
            if name in ("locals", "vars", "exec", "eval") and function is not None:
                function.reads_all_locals = True
            if name in ("globals", "exec"):
                self.module.open_names = True  # names may be made under any name
            return Symbol("builtins." + name)
        if name == "__class__" and function is not None:
            return UNKNOWN
        if name in ("__module__", "__qualname__") and self.scope.is_class:
            return Scalar("str")
        return self._unresolved(node, function)

    def _unresolved(self, node: ast.Name, function: Optional[Function]) -> Value:
        module = self.module
        known = module.infer_name(node.id) or module.submodule(node.id)
        if known is not None:
            return known
        if module.tolerant or (module.is_notebook and node.id in _NOTEBOOK_NAMES):
            return UNKNOWN
        if function is not None:
            function.unresolved.append(Unresolved(node, function))
        else:
            module.unresolved.append(Unresolved(node, None))
        return UNKNOWN

    def attribute_of(self, owner: Value, name: str, node: ast.Attribute) -> Value:
        """What an attribute of a value is."""
        kind = owner.__class__
        if kind is Symbol:
            assert isinstance(owner, Symbol)
            if len(owner.name) > _MAXIMUM_NAME:  # `x = x.next`, again and again
                return UNKNOWN
            return Symbol(f"{owner.name}.{name}", owner.inferred)
        if kind is SelfValue:
            assert isinstance(owner, SelfValue)
            return self._self_attribute(owner.info, name, node)
        if kind is Tensor:
            assert isinstance(owner, Tensor)
            return self._tensor_attribute(owner, name)
        if kind is Choice:
            assert isinstance(owner, Choice)
            return values.join_all(tuple(self.attribute_of(item, name, node) for item in owner.values if item != NONE))
        if isinstance(owner, values.Unknown):
            return UNKNOWN
        if isinstance(owner, Namespace):
            return owner.attribute_value(name)
        if isinstance(owner, ClassValue):
            found = owner.info.class_names.get(name)
            return found if found is not None else Member(owner, name)
        return Member(owner, name)

    def _self_attribute(self, info: ClassInfo, name: str, node: ast.expr) -> Value:
        function = self.scope.function
        if function is not None:
            info.reads.setdefault(name, []).append(Read(node, function))
        if name in ("__dict__", "_cells", "_params", "_modules", "_parameters"):
            info.dynamic_get = True
            if name == "__dict__":
                info.dynamic_set = True
        method = info.method(name) if name not in info.assignments else None
        if method is not None:
            if method.is_property:
                if not method.followed and not self._follow_now(method):
                    return UNKNOWN
                return values.widen(method.result) if method.returns else UNKNOWN
            return Member(SelfValue(info), name)
        if name in REGISTERS and name not in info.assignments:
            return Member(SelfValue(info), name)
        return info.attribute(name)

    def _tensor_attribute(self, owner: Tensor, name: str) -> Value:
        if name in ("shape", "strides"):
            return Container("tuple", Scalar("int"))
        if name in ("ndim", "itemsize", "nbytes"):
            return Scalar("int")
        if name in ("T", "H", "mT", "data", "grad"):
            return Tensor(owner.framework, dtype=owner.dtype)
        if name in ("real", "imag"):
            return Tensor(owner.framework)
        return Member(owner, name)

    def _constant(self, node: ast.Constant) -> Value:
        return Constant(node.value)

    def _call(self, node: ast.Call) -> Value:
        callee = self.callee(node.func)
        arguments: dict[Union[int, str], Value] = {}
        for index, argument in enumerate(node.args):
            arguments[index] = self.value(argument)
        for keyword in node.keywords:
            value = self.value(keyword.value)
            if keyword.arg is not None:
                arguments[keyword.arg] = value
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in _LIST_METHODS and isinstance(func.value, ast.Name):
            self._change_list(func.value.id, func.attr, arguments)
        return self.call(node, callee, arguments)

    def _change_list(self, name: str, method: str, arguments: dict[Union[int, str], Value]) -> None:
        """A list that changes is no longer the one that was written down."""
        scope: Optional[Scope] = self.scope
        while scope is not None and name not in scope.env:
            scope = scope.parent
        known = scope.env[name] if scope is not None else UNKNOWN
        if scope is None or not isinstance(known, (Sequence, Container)):
            return
        item = values.elements(known)
        if method in ("append", "insert", "extend"):
            added = arguments.get(1 if method == "insert" else 0, UNKNOWN)
            added = values.elements(added) if method == "extend" else added
            item = added if isinstance(known, Sequence) and not known.items else join(item, added)
        scope.env[name] = Container(known.kind, UNKNOWN if method == "update" else item)

    def _children(self, node: ast.AST) -> Value:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.value(child)
            elif isinstance(child, (ast.keyword, ast.FormattedValue)):
                self.value(child.value)
        return UNKNOWN

    def _sequence(self, node: Union[ast.Tuple, ast.List, ast.Set]) -> Value:
        kind = {ast.Tuple: "tuple", ast.List: "list", ast.Set: "set"}[node.__class__]
        items = tuple(self.value(item) for item in node.elts)
        if any(isinstance(item, ast.Starred) for item in node.elts):
            return Container(kind, values.join_all(items))
        return values.sequence(kind, items)

    def _starred(self, node: ast.Starred) -> Value:
        return values.elements(self.value(node.value))

    def _dict(self, node: ast.Dict) -> Value:
        keys = [key if key is None else self.value(key) for key in node.keys]
        items = tuple(self.value(value) for value in node.values)
        known = [key.value for key in keys if isinstance(key, Constant)]
        entries = dict(zip(known, items)) if known and len(known) == len(items) <= _MAXIMUM_ENTRIES else None
        return Container("dict", values.join_all(items), entries)

    def _binary(self, node: ast.BinOp) -> Value:
        # a long chain `a + b + c + ...` nests to the left: take it apart without recursion
        chain = [node]
        while isinstance(chain[-1].left, ast.BinOp):
            chain.append(chain[-1].left)
        result = self.value(chain[-1].left)
        for part in reversed(chain):
            result = self.operate(part, result, self.value(part.right))
        return result

    def operate(self, node: Union[ast.BinOp, ast.AugAssign], left: Value, right: Value) -> Value:
        """The value of an arithmetic operation; one with a tensor is told to the observer."""
        result = values.binary(node.op, left, right)
        if isinstance(result, Tensor):
            result.dtype = dtypes.of_operation(node.op, left, right)
            if self.observer is not None and self.observer.wants_operations:
                self.observer.operation(Operation(node, left, right, self.module, self.scope.function))
        return result

    def _boolean(self, node: ast.BoolOp) -> Value:
        return values.join_all(tuple(self.value(value) for value in node.values))

    def _unary(self, node: ast.UnaryOp) -> Value:
        return values.unary(node.op, self.value(node.operand))

    def _compare(self, node: ast.Compare) -> Value:
        operands = [self.value(node.left), *(self.value(item) for item in node.comparators)]
        if not any(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in node.ops):
            for operand in operands:
                if isinstance(operand, Tensor):
                    return Tensor(operand.framework, dtype="bool")
                if isinstance(operand, (values.Unknown, Argument, Member, Choice)):
                    return UNKNOWN
        return Scalar("bool")

    def _conditional(self, node: ast.IfExp) -> Value:
        self.value(node.test)
        return join(self.value(node.body), self.value(node.orelse))

    def _named(self, node: ast.NamedExpr) -> Value:
        value = self.value(node.value)
        scope = self.scope
        # a walrus in a comprehension binds in the function around it
        while self.scope.parent is not None and self.scope in self.module.comprehensions:
            self.scope = self.scope.parent
        self.assign(node.target, value, None)
        self.scope = scope
        return value

    def _lambda(self, node: ast.Lambda) -> Value:
        self._defaults_and_annotations(node)
        function = Function(node, "<lambda>", self.module, None, self.scope)
        self.pending.append(function)
        return FunctionValue(function)

    def _comprehension(self, node: Union[ast.ListComp, ast.SetComp, ast.GeneratorExp]) -> Value:
        kind = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator"}[node.__class__]
        with_scope = self._enter_comprehension(node.generators)
        item = self.value(node.elt)
        self.scope = with_scope
        return Container(kind, item)

    def _dict_comprehension(self, node: ast.DictComp) -> Value:
        outer = self._enter_comprehension(node.generators)
        self.value(node.key)
        item = self.value(node.value)
        self.scope = outer
        return Container("dict", item)

    def _enter_comprehension(self, generators: list[ast.comprehension]) -> Scope:
        outer = self.scope
        iterated = self.value(generators[0].iter)
        self.hand_over_self(iterated)
        self.scope = Scope(outer, outer.function)
        self.module.comprehensions.add(self.scope)
        for index, generator in enumerate(generators):
            if index:
                iterated = self.value(generator.iter)
            self._assign_in_comprehension(generator.target, values.elements(iterated))
            for condition in generator.ifs:
                self.value(condition)
        return outer

    def _assign_in_comprehension(self, target: ast.expr, value: Value) -> None:
        if isinstance(target, ast.Name):
            self.scope.env[target.id] = value
        elif isinstance(target, (ast.Tuple, ast.List)):
            item = values.elements(value)
            for index, part in enumerate(target.elts):
                exact = (
                    value.items[index] if isinstance(value, Sequence) and len(value.items) == len(target.elts) else item
                )
                self._assign_in_comprehension(part, exact)
        elif isinstance(target, ast.Starred):
            self._assign_in_comprehension(target.value, UNKNOWN)
        else:
            self._children(target)

    def _subscript(self, node: ast.Subscript) -> Value:
        owner = self.value(node.value)
        index = self.value(node.slice)
        if isinstance(owner, Tensor):
            return Tensor(owner.framework, dtype=owner.dtype)
        if isinstance(owner, Sequence):
            if isinstance(index, Constant) and isinstance(index.value, int):
                try:
                    return owner.items[index.value]
                except IndexError:
                    return UNKNOWN
            return (
                Container(owner.kind, values.elements(owner))
                if isinstance(node.slice, ast.Slice)
                else values.elements(owner)
            )
        if isinstance(owner, Container):
            if owner.entries is not None and isinstance(index, Constant):
                return owner.entries.get(index.value, UNKNOWN)
            return owner if isinstance(node.slice, ast.Slice) else owner.item
        return UNKNOWN

    def _slice(self, node: ast.Slice) -> Value:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.value(part)
        return UNKNOWN

    def _joined_string(self, node: ast.JoinedStr) -> Value:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self._formatted(part)
        return Scalar("str")

    def _formatted(self, node: ast.FormattedValue) -> Value:
        self.value(node.value)
        if node.format_spec is not None:
            self.value(node.format_spec)
        return Scalar("str")

    def _await(self, node: ast.Await) -> Value:
        self.value(node.value)
        return UNKNOWN

    def _yield(self, node: Union[ast.Yield, ast.YieldFrom]) -> Value:
        if self.scope.function is not None:
            self.scope.function.is_generator = True
        if node.value is not None:
            self.value(node.value)
        return UNKNOWN


EXPRESSIONS: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Constant: Expressions._constant,
    ast.Name: Expressions.name,
    ast.Attribute: Expressions.value,
    ast.Call: Expressions._call,
    ast.Tuple: Expressions._sequence,
    ast.List: Expressions._sequence,
    ast.Set: Expressions._sequence,
    ast.Dict: Expressions._dict,
    ast.Starred: Expressions._starred,
    ast.BinOp: Expressions._binary,
    ast.BoolOp: Expressions._boolean,
    ast.UnaryOp: Expressions._unary,
    ast.Compare: Expressions._compare,
    ast.IfExp: Expressions._conditional,
    ast.NamedExpr: Expressions._named,
    ast.Lambda: Expressions._lambda,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._dict_comprehension,
    ast.Subscript: Expressions._subscript,
    ast.Slice: Expressions._slice,
    ast.JoinedStr: Expressions._joined_string,
    ast.FormattedValue: Expressions._formatted,
    ast.Await: Expressions._await,
    ast.YieldFrom: Expressions._yield,
    ast.Yield: Expressions._yield,
}
for _name in ("TemplateStr", "Interpolation"):
    if hasattr(ast, _name):
        EXPRESSIONS[getattr(ast, _name)] = Expressions._children
