"""The statements in a module: what each name stands for after them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Callable, Union

from ms_lint.semantics import values
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.expressions import Expressions
from ms_lint.semantics.scopes import Function, Scope, merge
from ms_lint.semantics.values import (
    NONE,
    UNKNOWN,
    ClassValue,
    Derived,
    FunctionValue,
    Instance,
    Partial,
    SelfValue,
    Symbol,
    Value,
    widen,
)

_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException", "AttributeError")


class Statements(Expressions):
    """Statements in order: branches, loops, imports, definitions."""

    _statements: dict[type[ast.AST], Callable[..., None]]

    def follow_pending(self) -> None:
        """The bodies of the functions met so far."""
        raise NotImplementedError

    def body(self, statements: Iterable[ast.stmt]) -> bool:
        """Follow statements in order; True where control does not reach the end."""
        table = self._statements
        ended = False
        for statement in statements:
            self.statement = statement
            table[statement.__class__](self, statement)
            if statement.__class__ in _ENDS:
                ended = True
        return ended

    def _function_definition(self, node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> None:
        decorators = [self.value(decorator) for decorator in node.decorator_list]
        self._defaults_and_annotations(node)
        scope = self.scope
        function = Function(node, node.name, self.module, self.module.class_of(scope), scope)
        self.module.functions.append(function)
        info = function.cls
        if info is not None:
            # a property's setter and deleter, or an overload, must not hide the first definition
            earlier = info.methods.setdefault(node.name, function)
            if earlier is not function:
                if any(getattr(d, "attr", "") in ("setter", "deleter", "getter") for d in node.decorator_list):
                    info.hidden_methods.append(function)
                    return
                info.hidden_methods.append(earlier)
                info.methods[node.name] = function
        plain = all(_keeps_function(value) for value in decorators)
        value = FunctionValue(function)
        self.bind_name(node.name, value if plain else Derived("decorator", value), None)
        self.pending.append(function)

    def _class_definition(self, node: ast.ClassDef) -> None:
        for decorator in node.decorator_list:
            self.value(decorator)
        outer = self.scope
        self._enter_type_parameters(node)
        bases = tuple(self.value(base) for base in node.bases if not isinstance(base, ast.Starred))
        for keyword in node.keywords:
            self.value(keyword.value)
        info = ClassInfo(node.name, node, self.module, bases)
        self.module.classes.append(info)
        self.scope = Scope(self.scope, outer.function, is_class=True)
        self.module.class_scopes[self.scope] = info
        nested, self.pending = self.pending, []
        self.body(node.body)
        info.class_names = dict(self.scope.env)
        self.pending = nested + self.pending
        self.scope = outer
        self.bind_name(node.name, ClassValue(info), None)

    def _enter_type_parameters(self, node: ast.AST) -> None:
        """A scope with the names of ``class Net[T]`` or ``def f[T]``, where there are any."""
        parameters = getattr(node, "type_params", ())
        if parameters:
            self.scope = Scope(self.scope, self.scope.function)
            self.scope.env.update({parameter.name: UNKNOWN for parameter in parameters})

    def _type_alias(self, node: ast.AST) -> None:
        # its value is evaluated when asked for, if ever
        self.bind_name(node.name.id, UNKNOWN, node.name)  # type: ignore[attr-defined]

    def _return(self, node: ast.Return) -> None:
        value = self.value(node.value) if node.value is not None else NONE
        function = self.scope.function
        if function is not None:
            function.returns.append((node, value))

    def _expression_statement(self, node: ast.Expr) -> None:
        self.module.statements.add(node.value)
        self.value(node.value)

    def _assign(self, node: ast.Assign) -> None:
        value = self.value(node.value)
        for target in node.targets:
            self.assign(target, value, node.value)

    def _annotated_assign(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        if node.value is not None:
            self.assign(node.target, self.value(node.value), node.value)
        elif isinstance(node.target, ast.Name):
            if self.scope.function is not None:
                self.scope.function.stores.setdefault(node.target.id, []).append(node.target)
            elif self.scope.is_class:
                self.scope.env.setdefault(node.target.id, UNKNOWN)
        elif isinstance(node.target, ast.Attribute):
            # `self.x: int` says that the attribute exists, somewhere
            owner = self.value(node.target.value)
            if isinstance(owner, SelfValue):
                owner.info.guarded.add(node.target.attr)

    def _augmented_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        right = self.value(node.value)
        if isinstance(target, ast.Name):
            left = self.name(ast.copy_location(ast.Name(target.id, ast.Load()), target))
        elif isinstance(target, ast.Attribute):
            owner = self.operand(target.value)
            left = self.attribute_of(owner, target.attr, target)
        else:
            left = self.value(target)
        self.assign(target, self.operate(node, left, right), None)

    def _for(self, node: Union[ast.For, ast.AsyncFor]) -> None:
        iterated = self.value(node.iter)
        self.hand_over_self(iterated)
        self._widen_assigned(node.body)
        before = dict(self.scope.env)
        self.assign(node.target, values.elements(iterated), None)
        self.body(node.body)
        self.scope.env = merge(before, self.scope.env)
        self.body(node.orelse)

    def _while(self, node: ast.While) -> None:
        self._widen_assigned(node.body)
        self.value(node.test)
        before = dict(self.scope.env)
        self.body(node.body)
        self.scope.env = merge(before, self.scope.env)
        self.body(node.orelse)

    def _widen_assigned(self, statements: list[ast.stmt]) -> None:
        """Names that a loop assigns to no longer have the one value that they had before it."""
        env = self.scope.env
        for name in _assigned_names(statements):
            if name in env:
                env[name] = widen(env[name])

    def _if(self, node: ast.If) -> None:
        """An if statement with all its elif branches, which nest in the tree but are told one by one."""
        scope = self.scope
        branches: list[dict[str, Value]] = []
        self._guards.append("if")
        while True:
            self.value(node.test)
            before = scope.env
            scope.env = dict(before)
            if not self.body(node.body) or _is_type_checking(node.test):
                branches.append(scope.env)
            scope.env = before
            if len(node.orelse) != 1 or not isinstance(node.orelse[0], ast.If):
                break
            node = node.orelse[0]
            if self.observer is not None and ast.If in self.observer.node_types:
                self.observer.node(node)
        if _is_type_checking(node.test) and not node.orelse:
            scope.env = branches.pop()  # what is imported for the type checker counts as imported
        elif self.body(node.orelse) and branches:
            scope.env = branches.pop()
        self._guards.pop()
        for branch in branches:
            scope.env = merge(branch, scope.env)

    def _with(self, node: Union[ast.With, ast.AsyncWith]) -> None:
        for item in node.items:
            value = self.value(item.context_expr)
            if item.optional_vars is not None:
                self.assign(item.optional_vars, UNKNOWN if isinstance(value, Instance) else value, None)
        self.body(node.body)

    def _try(self, node: ast.Try) -> None:
        scope = self.scope
        catches = any(handler.type is None or _catches(handler, _IMPORT_ERRORS) for handler in node.handlers)
        before = dict(scope.env)
        self._guards.append("import" if catches else "try")
        tolerant = self.module.tolerant
        optional_names = any(_catches(handler, ("NameError",)) for handler in node.handlers)
        self.module.tolerant = tolerant or optional_names
        self.body(node.body)
        self.module.tolerant = tolerant
        self._guards.pop()
        after = scope.env
        reached = [after]
        for handler in node.handlers:
            scope.env = merge(before, dict(after))
            if handler.type is not None:
                self.value(handler.type)
            if handler.name:
                self.bind_name(handler.name, UNKNOWN, None)
            self._guards.append("import" if catches else "try")
            if not self.body(handler.body):
                reached.append(scope.env)
            self._guards.pop()
        scope.env = dict(after)
        self.module.tolerant = tolerant or optional_names
        self.body(node.orelse)
        self.module.tolerant = tolerant
        reached[0] = scope.env
        env = reached[0]
        for other in reached[1:]:
            env = merge(env, other, prefer_known=catches)
        scope.env = env
        self.body(node.finalbody)

    def _match(self, node: ast.AST) -> None:
        self.value(node.subject)  # type: ignore[attr-defined]
        before = dict(self.scope.env)
        merged = dict(before)
        for case in node.cases:  # type: ignore[attr-defined]
            self.scope.env = dict(before)
            for part in ast.walk(case.pattern):
                bound = getattr(part, "name", None) or getattr(part, "rest", None)
                if isinstance(bound, str):
                    self.bind_name(bound, UNKNOWN, None)
                for child in ast.iter_child_nodes(part) if not isinstance(part, ast.expr) else ():
                    if isinstance(child, ast.expr):
                        self.value(child)
            if case.guard is not None:
                self.value(case.guard)
            self.body(case.body)
            merged = merge(merged, self.scope.env)
        self.scope.env = merged

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                if self.scope.function is not None:
                    self.scope.function.loads.add(target.id)
                self.scope.env.pop(target.id, None)
            elif isinstance(target, (ast.Tuple, ast.List)):
                self._delete(ast.Delete(target.elts))
            else:
                self._children(target)

    def _global(self, node: Union[ast.Global, ast.Nonlocal]) -> None:
        self.scope.declared.update(node.names)
        if self.scope.function is not None:
            self.scope.function.declared.update(node.names)

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            module = self.module
            module.add_import(node, alias, alias.name, self._guards, self.scope.function)
            if alias.asname:
                value = module.import_module(alias.name)
            else:
                root = alias.name.partition(".")[0]
                value = module.import_module(root)
            self._bind_import(alias.asname or alias.name.partition(".")[0], value)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = self.module
        if node.module == "__future__":
            return
        for alias in node.names:
            base = module.absolute_import(node)
            module.add_import(
                node, alias, f"{base}.{alias.name}" if base else alias.name, self._guards, self.scope.function
            )
            if alias.name == "*":
                self._import_star(node)
            else:
                self._bind_import(alias.asname or alias.name, module.import_name(node, alias.name))

    def _import_star(self, node: ast.ImportFrom) -> None:
        names = self.module.star_names(node)
        if names is None:
            self.module.open_names = True
            return
        for name, value in names.items():
            self._bind_import(name, value)

    def _bind_import(self, name: str, value: Value) -> None:
        scope = self.scope
        if scope.parent is None and self.pending and not self._guards:
            # what was defined so far was written against the earlier import of this name
            earlier = scope.env.get(name)
            if isinstance(earlier, Symbol) and isinstance(value, Symbol) and earlier != value:
                self.follow_pending()
        self.bind_name(name, value, None)

    def _pass(self, node: ast.stmt) -> None:
        pass

    def _assert(self, node: ast.Assert) -> None:
        self.value(node.test)
        if node.msg is not None:
            self.value(node.msg)

    def _raise(self, node: ast.Raise) -> None:
        for part in (node.exc, node.cause):
            if part is not None:
                self.value(part)


def _keeps_function(decorator: Value) -> bool:
    if isinstance(decorator, Instance):  # `@torch.no_grad()`
        return decorator.class_name in ("no_grad", "inference_mode")
    if isinstance(decorator, Partial):  # `@ms.jit(jit_level="O1")`
        decorator = decorator.function
    return isinstance(decorator, Symbol) and decorator.name.rpartition(".")[2] in (
        "staticmethod",
        "classmethod",
        "no_grad",
        "jit",
        "ms_function",
        "constexpr",
        "wraps",
    )


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _catches(handler: ast.ExceptHandler, names: tuple[str, ...]) -> bool:
    """Whether a handler names one of these exceptions."""
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(getattr(item, "id", getattr(item, "attr", "")) in names for item in types)


def _assigned_names(statements: list[ast.stmt]) -> Iterator[str]:
    """Names that statements bind, nested statements included, nested functions not."""
    stack: list[ast.AST] = list(statements)
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind is ast.Name:
            if isinstance(node.ctx, (ast.Store, ast.Del)):  # type: ignore[attr-defined]
                yield node.id  # type: ignore[attr-defined]
        elif isinstance(node, ast.Assign):
            stack.extend(node.targets)
            if isinstance(node.value, ast.NamedExpr):
                stack.append(node.value.target)
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            stack.append(node.target)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.Expr):
            continue
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            stack.append(node.target)
            stack.extend(node.body)
            stack.extend(node.orelse)
        elif isinstance(node, (ast.Tuple, ast.List)):
            stack.extend(node.elts)
        elif isinstance(node, ast.Starred):
            stack.append(node.value)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            stack.extend(item.optional_vars for item in node.items if item.optional_vars is not None)
            stack.extend(node.body)
        elif isinstance(node, (ast.If, ast.While)):
            stack.extend(node.body)
            stack.extend(node.orelse)
        elif isinstance(node, ast.stmt):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, (ast.stmt, ast.ExceptHandler)) or child.__class__.__name__ == "match_case":
                    stack.append(child)
        elif isinstance(node, ast.ExceptHandler):
            if node.name:
                yield node.name
            stack.extend(node.body)
        elif node.__class__.__name__ == "match_case":
            stack.extend(node.body)  # type: ignore[attr-defined]


_ENDS = frozenset({ast.Return, ast.Raise, ast.Continue, ast.Break})
STATEMENTS: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: Statements._function_definition,
    ast.AsyncFunctionDef: Statements._function_definition,
    ast.ClassDef: Statements._class_definition,
    ast.Return: Statements._return,
    ast.Delete: Statements._delete,
    ast.Assign: Statements._assign,
    ast.AugAssign: Statements._augmented_assign,
    ast.AnnAssign: Statements._annotated_assign,
    ast.For: Statements._for,
    ast.AsyncFor: Statements._for,
    ast.While: Statements._while,
    ast.If: Statements._if,
    ast.With: Statements._with,
    ast.AsyncWith: Statements._with,
    ast.Raise: Statements._raise,
    ast.Try: Statements._try,
    ast.Assert: Statements._assert,
    ast.Import: Statements._import,
    ast.ImportFrom: Statements._import_from,
    ast.Global: Statements._global,
    ast.Nonlocal: Statements._global,
    ast.Expr: Statements._expression_statement,
    ast.Pass: Statements._pass,
    ast.Break: Statements._pass,
    ast.Continue: Statements._pass,
}
for _name, _handler in (
    ("TryStar", Statements._try),
    ("Match", Statements._match),
    ("TypeAlias", Statements._type_alias),
):
    if hasattr(ast, _name):
        STATEMENTS[getattr(ast, _name)] = _handler
