"""Follows a module statement by statement: what each name and expression stands for.

One ``Flow`` walks one module once. Module-level code comes first, in order; function bodies follow at
the end of their part of the document (file, cell or fence), a caller before what it calls, so that
parameters are known from their first call. Whatever is met on the way is handed to an ``Observer``:
the rules listen there, and nothing here knows of them.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Callable, Optional, TypeVar, Union

from ms_lint.knowledge.catalog import Bound, Signature, function_signature
from ms_lint.semantics import values
from ms_lint.semantics.classes import KINDS, Assignment, ClassInfo, Read
from ms_lint.semantics.results import result_of_call
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
    Partial,
    Scalar,
    SelfValue,
    Sequence,
    Symbol,
    Tensor,
    Value,
    join,
    widen,
)

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module

_Result = TypeVar("_Result")
FunctionNode = Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda]
_BUILTINS = frozenset(dir(builtins)) | frozenset(
    "__file__ __path__ __builtins__ __annotations__ reveal_type WindowsError "
    # of newer versions than the running one may be
    "ExceptionGroup BaseExceptionGroup aiter anext EncodingWarning PythonFinalizationError".split()
)
_NOTEBOOK_NAMES = frozenset({"display", "get_ipython", "In", "Out", "exit", "quit", "_", "__", "___"})
_MAXIMUM_NESTED_CALLS = 24
_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", "Exception", "BaseException", "AttributeError")
_SCALARS = ("int", "float", "bool", "str", "bytes", "complex")
#: Methods that set an attribute under a name that they are given, with the keywords of name and value.
_REGISTERS = {
    "insert_child_to_cell": ("child_name", "child_cell"),
    "insert_param_to_cell": ("param_name", "param"),
    "register_buffer": ("name", "tensor"),
    "register_parameter": ("name", "param"),
    "add_module": ("name", "module"),
    "register_module": ("name", "module"),
    "__setattr__": ("name", "value"),
}
_LIST_METHODS = frozenset({"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse"})


@dataclass(eq=False)
class Function:
    """A function, method or lambda, and what following it showed.

    ``given`` holds the values of the arguments of its first known call; ``loads`` and ``stores`` the
    names read (in nested functions too) and bound; ``unresolved`` the names that nothing in sight
    binds; ``returns`` what it returns.
    """

    node: FunctionNode
    name: str
    module: Module
    cls: Optional[ClassInfo]
    scope: Scope
    given: Optional[dict[str, Value]] = None
    loads: set[str] = field(default_factory=set)
    stores: dict[str, list[ast.Name]] = field(default_factory=dict)
    assignments: list[tuple[ast.Name, ast.expr, Value]] = field(default_factory=list)
    unpackings: list[tuple[Union[ast.Tuple, ast.List], Optional[ast.expr], Value]] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    returns: list[tuple[ast.Return, Value]] = field(default_factory=list)
    declared: set[str] = field(default_factory=set)
    reads_all_locals: bool = False
    is_generator: bool = False
    followed_again: bool = False
    closed: bool = False
    followed: bool = False

    @property
    def is_superseded(self) -> bool:
        """Whether it, or the function around it, was followed again with other arguments: what was met
        in it the first time does not count."""
        function: Optional[Function] = self
        while function is not None:
            if function.followed_again:
                return True
            function = function.scope.function
        return False

    @property
    def owner(self) -> Optional[ClassInfo]:
        """The class that it is a method of, or that the function around it is a method of."""
        function: Optional[Function] = self
        while function is not None:
            if function.cls is not None:
                return function.cls
            function = function.scope.function
        return None

    @property
    def qualified_name(self) -> str:
        """The name with its class: ``PoseNet.construct``."""
        return self.name if self.cls is None else f"{self.cls.name}.{self.name}"

    @property
    def is_static(self) -> bool:
        """Whether the first parameter is not the instance."""
        return _decorated_as(self.node, "staticmethod")

    @property
    def is_property(self) -> bool:
        """Whether reading the attribute calls the method."""
        return _decorated_as(self.node, "property") or _decorated_as(self.node, "cached_property")

    @cached_property
    def signature(self) -> Signature:
        """Parameters as a caller sees them, without ``self``."""
        return function_signature(self.node.args, skip=1 if self.cls is not None and not self.is_static else 0)

    @property
    def result(self) -> Value:
        """Join of all that it returns; None where it has no return statement."""
        if not self.returns:
            return NONE
        return values.join_all(tuple(value for _, value in self.returns))


def _decorated_as(node: FunctionNode, name: str) -> bool:
    return any(
        (isinstance(decorator, ast.Name) and decorator.id == name)
        or (isinstance(decorator, ast.Attribute) and decorator.attr == name)
        for decorator in getattr(node, "decorator_list", ())
    )


class Scope:
    """Names bound in a module, class, function or comprehension."""

    __slots__ = ("declared", "env", "function", "is_class", "parent")

    def __init__(self, parent: Optional[Scope], function: Optional[Function] = None, is_class: bool = False) -> None:
        self.env: dict[str, Value] = {}
        self.parent = parent
        self.function = function
        self.is_class = is_class
        self.declared: set[str] = set()


@dataclass(eq=False)
class Call:
    """A call with everything that is known of it.

    ``qualified_name`` names what is called: a function or class of a library, a method
    (``torch.Tensor.view``), or the call of an instance (``mindspore.ops.Concat.__call__``).
    ``inferred`` says that the name rests on context instead of an import. For the call of a
    ``functools.partial`` (``partial``), ``arguments`` has those of both and ``given`` its own.
    """

    node: ast.Call
    qualified_name: str
    callee: Value
    arguments: dict[Union[int, str], Value]
    module: Module
    function: Optional[Function]
    inferred: bool = False
    partial: bool = False
    given: Optional[dict[Union[int, str], Value]] = None

    @cached_property
    def _values(self) -> dict[int, Value]:
        own = self.arguments if self.given is None else self.given
        pairs: list[tuple[ast.expr, Union[int, str, None]]] = [
            (argument, index) for index, argument in enumerate(self.node.args)
        ]
        pairs += [(keyword.value, keyword.arg) for keyword in self.node.keywords]
        return {id(expression): own[key] for expression, key in pairs if key is not None and key in own}

    def value_of(self, expression: ast.expr) -> Value:
        """The value of one of the arguments as it stands in this call."""
        return self._values.get(id(expression), UNKNOWN)

    @property
    def text(self) -> str:
        """The called expression as the user wrote it, without its arguments."""
        return self.module.text_of(self.node.func)

    def signatures(self) -> list[tuple[Signature, ...]]:
        """The overloads of the called name in each targeted version that has it."""
        return self.module.catalog.signatures(self.qualified_name)

    @cached_property
    def attempts(self) -> list[tuple[Signature, Bound]]:
        """Each overload of each targeted version with the arguments bound to it, oldest version first;
        empty where a signature is not known."""
        versions = self.signatures()
        if self.partial or not all(versions):
            return []
        return [(signature, signature.bind(self.node)) for overloads in versions for signature in overloads]

    @cached_property
    def bound(self) -> Optional[Bound]:
        """The arguments bound to the newest signature that accepts them, or to the only one there is;
        None where the signature is not known or no overload fits."""
        attempts = self.attempts
        fitting = [bound for _, bound in attempts if bound.fits]
        if fitting:
            return fitting[-1]
        return attempts[0][1] if len(attempts) == 1 else None

    def argument(self, name: str) -> Optional[Value]:
        """The value given for a parameter, by position or by keyword; None where it is not given."""
        bound = self.bound
        if bound is None:
            return self.arguments.get(name)
        expression = bound.arguments.get(name)
        return None if expression is None else self.value_of(expression)

    def expression(self, name: str) -> Optional[ast.expr]:
        """The expression given for a parameter; None where it is not given."""
        return None if self.bound is None else self.bound.arguments.get(name)


@dataclass(eq=False)
class Reference:
    """A name or attribute that stands for something outside the project, where it is not called."""

    node: ast.expr
    qualified_name: str
    module: Module
    function: Optional[Function]
    inferred: bool = False


@dataclass(eq=False)
class Unresolved:
    """A name that is read where nothing binds it. ``function`` is None at module level."""

    node: ast.Name
    function: Optional[Function]


class Observer:
    """What wants to hear of calls, references and nodes while a module is followed."""

    node_types: Iterable[type[ast.AST]] = ()

    def call(self, call: Call) -> None:
        """A call of something with a qualified name."""

    def reference(self, reference: Reference) -> None:
        """A reference to something outside the project that is not called."""

    def node(self, node: ast.AST) -> None:
        """A node of one of ``node_types``."""

    def function(self, function: Function) -> None:
        """A function whose body was followed."""

    def wants(self, qualified_name: str) -> bool:
        """Whether ``call`` or ``reference`` for this name would do anything."""
        return False


class Flow:
    """One walk over one module."""

    def __init__(self, module: Module, observer: Optional[Observer] = None) -> None:
        self.module = module
        self.observer = observer
        self.scope = module.scope
        self.pending: list[Function] = []
        self.statement: Optional[ast.stmt] = None  # the one being followed, for whoever reports a failure
        self.nested_calls = 0
        self.following_again = False
        self.differing: dict[Function, dict[str, Value]] = {}
        self._guards: list[str] = []
        self._expressions: dict[type[ast.AST], Callable[..., Value]] = dict(_EXPRESSIONS)
        self._statements: dict[type[ast.AST], Callable[..., None]] = dict(_STATEMENTS)
        for node_type in observer.node_types if observer else ():
            if node_type in self._expressions:
                self._expressions[node_type] = _observed(self._expressions[node_type])
            if node_type in self._statements:
                self._statements[node_type] = _observed(self._statements[node_type])

    # ------------------------------------------------------------------ the module

    def follow_module(self) -> None:
        """Module-level code and, unless the module is only looked up, the bodies of its functions."""
        module = self.module
        for region, body in module.parts():
            restore = module.enter_region(region, body)
            self.body(body)
            self.follow_pending()
            module.leave_region(restore)

    def follow_pending(self) -> None:
        """The bodies of the functions met so far. In a module that is only looked up they wait until
        somebody asks for a class."""
        if self.observer is None:
            return
        self._follow_nested()

    def follow_class(self, info: ClassInfo) -> None:
        """All methods of a class: ``__init__`` first, then the entry method, then the rest."""
        if info.followed:
            return
        info.followed = True
        entry = KINDS[info.kind][2] if info.kind else ""
        order = {"__init__": 0, entry: 1}
        for _, function in sorted(info.methods.items(), key=lambda item: order.get(item[0], 2)):
            self.follow_function(function)
        for function in info.hidden_methods:
            self.follow_function(function)
        for name, function in list(info.methods.items()):
            if function in self.differing:
                info.methods[name] = self._follow_again(function)

    def _follow_now(self, function: Function) -> bool:
        """A function at its first use, while another one is being followed; False where that nests too far."""
        if self.nested_calls >= _MAXIMUM_NESTED_CALLS:
            return False
        self.nested_calls += 1
        self.follow_function(function)
        self.nested_calls -= 1
        return True

    def follow_function(self, function: Function) -> None:
        """The body of a function, once."""
        if function.followed:
            return
        function.followed = True
        outer, outer_guards = self.scope, self._guards
        self.scope = scope = Scope(function.scope, function)
        self._guards = []
        node = function.node
        scope.env.update({parameter.name: UNKNOWN for parameter in getattr(node, "type_params", ())})
        self._bind_parameters(function, scope)
        nested, self.pending = self.pending, []
        if isinstance(node, ast.Lambda):
            self.value(node.body)
        else:
            self.body(node.body)
        self._follow_nested()
        self.pending = nested + self.pending
        self.scope, self._guards = outer, outer_guards
        self._close(function)
        if self.observer is not None:
            self.observer.function(function)

    def _follow_again(self, function: Function) -> Function:
        """A function whose callers differ: what the first one gave must not stand for all of them."""
        given = self.differing.pop(function)
        if self.following_again:
            return function  # once is enough: what nests would be followed two times two times ...
        again = Function(function.node, function.name, self.module, function.cls, function.scope)
        again.given = given
        function.followed_again = True
        self.module.functions.append(again)
        self.following_again = True
        self.follow_function(again)
        self.following_again = False
        return again

    def _follow_nested(self) -> None:
        """The bodies of the functions that wait: methods first, since they show what functions are given."""
        while self.pending:
            waiting, self.pending = self.pending, []
            for function in waiting:
                if function.cls is not None:
                    self.follow_class(function.cls)
            for function in waiting:
                if function.cls is None:
                    self.follow_function(function)
            for function in waiting:
                if function.cls is None and function in self.differing:
                    self._follow_again(function)

    def _close(self, function: Function) -> None:
        """Settle the names that a function reads: what it or an enclosing function binds is resolved."""
        parent = function.scope
        while parent is not None and parent.function is None and parent.parent is not None:
            parent = parent.parent
        outer = parent.function if parent is not None else None
        if outer is not None:
            outer.loads |= function.loads
            outer.reads_all_locals |= function.reads_all_locals
        function.closed = True
        for item in function.unresolved:
            if item.node.id in function.stores:
                continue
            around = outer
            while around is not None and around.closed and item.node.id not in around.stores:
                around = around.scope.function
            if around is None:
                self.module.unresolved.append(item)
            elif not around.closed:
                around.unresolved.append(item)  # it may bind the name further down

    def _bind_parameters(self, function: Function, scope: Scope) -> None:
        node, env, info = function.node, scope.env, function.cls
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[Optional[ast.expr]] = [None] * (len(positional) - len(arguments.defaults))
        defaults += arguments.defaults
        pairs = list(zip(positional, defaults)) + list(zip(arguments.kwonlyargs, arguments.kw_defaults))
        given = function.given or {}
        kind = info.kind if info is not None else None
        is_entry = kind is not None and function.name == KINDS[kind][2]
        for index, (argument, default) in enumerate(pairs):
            name = argument.arg
            if index == 0 and info is not None and not function.is_static and positional:
                env[name] = ClassValue(info) if _decorated_as(node, "classmethod") else SelfValue(info)
                continue
            value = self.parameter_value(function, argument, default)
            if is_entry and kind is not None and isinstance(value, Argument):
                if value.default is None:
                    value = Tensor(KINDS[kind][1])
                elif value.default == NONE:
                    value = Choice((NONE, Tensor(KINDS[kind][1])))
            elif isinstance(value, Argument) and name in given:
                value = given[name]
            env[name] = value
        for variadic, container in ((arguments.vararg, "tuple"), (arguments.kwarg, "dict")):
            if variadic is not None:
                item = Tensor(KINDS[kind][1]) if is_entry and kind and container == "tuple" else UNKNOWN
                env[variadic.arg] = Container(container, item)

    def parameter_value(self, function: Function, argument: ast.arg, default: Optional[ast.expr]) -> Value:
        """What is known of a parameter from its annotation and default."""
        annotation = argument.annotation
        if annotation is not None:
            value = self.annotation_value(annotation, function.scope)
            if value is not None:
                if default is not None and isinstance(default, ast.Constant) and default.value is None:
                    return UNKNOWN if isinstance(value, Scalar) else join(NONE, value)
                if isinstance(value, Tensor) or default is None:
                    return value
        folded = None
        if default is not None:
            folded = self.quiet(default, function.scope)
        return Argument(function, argument.arg, folded)

    def annotation_value(self, annotation: ast.expr, scope: Scope) -> Optional[Value]:
        """The kind that a type annotation names: a scalar, a tensor, UNKNOWN for another type."""
        if isinstance(annotation, ast.Name) and annotation.id in _SCALARS:
            return Scalar(annotation.id)
        if isinstance(annotation, ast.Constant):
            return None
        value = self.quiet(annotation, scope)
        if isinstance(value, Symbol):
            canonical = self.module.catalog.canonical(value.name)
            root, _, leaf = canonical.rpartition(".")
            if leaf in ("Tensor", "Parameter") and root in ("mindspore", "torch", "torch.nn", "tensorflow"):
                return Tensor(root.partition(".")[0])
            if canonical == "numpy.ndarray":
                return Tensor("numpy")
        return UNKNOWN

    def quiet(self, node: ast.expr, scope: Optional[Scope] = None) -> Value:
        """The value of an expression that is followed elsewhere, in the scope where it stands: nothing is
        told to the observer, and no name in it is called undefined."""
        observer, self.observer = self.observer, None
        expressions, self._expressions = self._expressions, _EXPRESSIONS
        outer, self.scope = self.scope, scope or self.scope
        tolerant, self.module.tolerant = self.module.tolerant, True
        try:
            return self.value(node)
        finally:
            self.observer, self._expressions = observer, expressions
            self.scope, self.module.tolerant = outer, tolerant

    # ------------------------------------------------------------------ statements

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
        self.bind_name(node.name, FunctionValue(function) if plain else UNKNOWN, None)
        self.pending.append(function)

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
        self.assign(target, values.binary(node.op, left, right), None)

    def _for(self, node: Union[ast.For, ast.AsyncFor]) -> None:
        iterated = self.value(node.iter)
        self._widen_assigned(node.body)
        before = dict(self.scope.env)
        self.assign(node.target, values.elements(iterated), None)
        self.body(node.body)
        self.scope.env = _merge(before, self.scope.env)
        self.body(node.orelse)

    def _while(self, node: ast.While) -> None:
        self._widen_assigned(node.body)
        self.value(node.test)
        before = dict(self.scope.env)
        self.body(node.body)
        self.scope.env = _merge(before, self.scope.env)
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
            scope.env = _merge(branch, scope.env)

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
            scope.env = _merge(before, dict(after))
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
            env = _merge(env, other, prefer_known=catches)
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
            merged = _merge(merged, self.scope.env)
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

    # ------------------------------------------------------------------ binding

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

    def _set_attribute(
        self, info: ClassInfo, name: str, node: ast.expr, value: Value, expression: Optional[ast.expr]
    ) -> None:
        function = self.scope.function
        if function is not None:
            info.assignments.setdefault(name, []).append(Assignment(node, value, expression, function))

    # ------------------------------------------------------------------ expressions

    def value(self, node: ast.expr) -> Value:
        """The value of an expression; its calls and references go to the observer."""
        kind = node.__class__
        if kind is ast.Name:
            result = self.name(node)  # type: ignore[arg-type]
        elif kind is ast.Attribute:
            assert isinstance(node, ast.Attribute)
            result = self.attribute_of(self.operand(node.value), node.attr, node)
        else:
            return self._expressions[kind](self, node)
        observer = self.observer
        if observer is not None and result.__class__ is Symbol and observer.wants(result.name):
            assert isinstance(result, Symbol)
            observer.reference(Reference(node, result.name, self.module, self.scope.function, result.inferred))
        return result

    def operand(self, node: ast.expr) -> Value:
        """The value of what stands left of a dot or of call parentheses: no reference of its own."""
        kind = node.__class__
        if kind is ast.Name:
            return self.name(node)  # type: ignore[arg-type]
        if kind is ast.Attribute:
            assert isinstance(node, ast.Attribute)
            return self.attribute_of(self.operand(node.value), node.attr, node)
        return self._expressions[kind](self, node)

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
        if name in _REGISTERS and name not in info.assignments:
            return Member(SelfValue(info), name)
        return info.attribute(name)

    def _tensor_attribute(self, owner: Tensor, name: str) -> Value:
        if name in ("shape", "strides"):
            return Container("tuple", Scalar("int"))
        if name in ("ndim", "itemsize", "nbytes"):
            return Scalar("int")
        if name in ("T", "H", "mT", "data", "grad", "real", "imag"):
            return Tensor(owner.framework)
        return Member(owner, name)

    def _constant(self, node: ast.Constant) -> Value:
        return Constant(node.value)

    def _call(self, node: ast.Call) -> Value:
        callee = self.operand(node.func)
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
        scope.env[name] = Container(known.kind, item)

    def call(self, node: ast.Call, callee: Value, arguments: dict[Union[int, str], Value]) -> Value:
        """A call of a known callee with known arguments: tells the observer, gives the result."""
        kind = callee.__class__
        if kind is Choice:
            assert isinstance(callee, Choice)
            return values.join_all(tuple(self.call(node, value, arguments) for value in callee.values if value != NONE))
        if kind is Partial:
            assert isinstance(callee, Partial)
            merged = dict(callee.arguments)
            positional = sum(1 for key in merged if isinstance(key, int))
            for key, value in arguments.items():
                merged[key + positional if isinstance(key, int) else key] = value
            self._tell(node, callee.function, merged, arguments)
            return self._result(node, callee.function, merged)
        if self.observer is not None:
            self._tell(node, callee, arguments)
        return self._result(node, callee, arguments)

    def _tell(
        self,
        node: ast.Call,
        callee: Value,
        arguments: dict[Union[int, str], Value],
        given: Optional[dict[Union[int, str], Value]] = None,
    ) -> None:
        observer = self.observer
        if observer is None:
            return
        named = qualified_name(callee)
        if named is None:
            return
        name, inferred = named
        if observer.wants(name):
            name = self.module.canonical(name)
            function, partial = self.scope.function, given is not None
            observer.call(Call(node, name, callee, arguments, self.module, function, inferred, partial, given))

    def _result(self, node: ast.Call, callee: Value, arguments: dict[Union[int, str], Value]) -> Value:
        if isinstance(callee, ClassValue):
            self._remember_call(callee.info, node, arguments)
            return Instance(callee.info, node, arguments)
        if isinstance(callee, FunctionValue):
            return self._call_function(callee.function, node, arguments)
        if isinstance(callee, Member) and isinstance(callee.owner, Super) and callee.name in _REGISTERS:
            return self._register(callee.owner.info, callee.name, node, arguments)
        if isinstance(callee, Member) and isinstance(callee.owner, SelfValue):
            return self._call_self(callee.owner.info, callee.name, node, arguments)
        if isinstance(callee, Instance) and isinstance(callee.of, ClassInfo):
            return self._call_instance(callee.of, node, arguments)
        if isinstance(callee, SelfValue):
            return self._call_self(callee.info, KINDS[callee.info.kind][2] if callee.info.kind else "", node, arguments)
        if isinstance(callee, Symbol):
            special = self._special_call(callee.name, node, arguments)
            if special is not None:
                return special
        return result_of_call(self.module, node, callee, arguments)

    def _special_call(self, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Optional[Value]:
        if name == "builtins.super":
            function = self.scope.function
            scope: Optional[Scope] = self.scope
            while function is not None and function.cls is None and scope is not None:
                scope = scope.parent
                function = scope.function if scope is not None else None
            return Super(function.cls) if function is not None and function.cls is not None else UNKNOWN
        if name in ("builtins.setattr", "builtins.getattr", "builtins.hasattr", "builtins.delattr"):
            owner, attribute = arguments.get(0), arguments.get(1)
            if isinstance(owner, SelfValue):
                self._attribute_by_name(name, owner.info, attribute, node, arguments)
            return None
        if name == "builtins.vars" and isinstance(arguments.get(0), SelfValue):
            owner = arguments[0]
            assert isinstance(owner, SelfValue)
            owner.info.dynamic_set = owner.info.dynamic_get = True
        return None

    def _attribute_by_name(
        self,
        name: str,
        info: ClassInfo,
        attribute: Optional[Value],
        node: ast.Call,
        arguments: dict[Union[int, str], Value],
    ) -> None:
        known = isinstance(attribute, Constant) and isinstance(attribute.value, str)
        if name == "builtins.setattr":
            if known:
                assert isinstance(attribute, Constant)
                self._set_attribute(info, attribute.value, node, arguments.get(2, UNKNOWN), None)
            else:
                info.dynamic_set = True
        elif known:
            assert isinstance(attribute, Constant)
            info.guarded.add(attribute.value)
        else:
            info.dynamic_get = True

    def _give_arguments(
        self, function: Optional[Function], node: ast.Call, arguments: dict[Union[int, str], Value]
    ) -> dict[str, Value]:
        """Arguments by parameter name; the first call of a function not yet followed leaves them with it."""
        if function is None:
            return {}
        bound: dict[str, Value] = {}
        positional = function.signature.positional
        for key, value in arguments.items():
            if isinstance(key, str):
                bound[key] = value
            elif key < len(positional):
                bound[positional[key].name] = value
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            bound = {}
        return bound

    def _remember_call(self, info: ClassInfo, node: ast.Call, arguments: dict[Union[int, str], Value]) -> None:
        """A call site of a class: it may decide the parameters of ``__init__``."""
        if info.module is self.module:
            open_ended = any(isinstance(item, ast.Starred) for item in node.args) or any(
                keyword.arg is None for keyword in node.keywords
            )
            bound = self._give_arguments(info.method("__init__"), node, arguments)
            info.calls.append(None if open_ended else bound)

    def _call_function(self, function: Function, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        """The result of a function of the project, followed now when this is its first call."""
        bound = self._give_arguments(function, node, arguments)
        if function.module is not self.module or isinstance(function.node, ast.AsyncFunctionDef):
            return UNKNOWN
        kinds = {name: _kind_only(value) for name, value in bound.items()}
        if not function.followed:
            if self.nested_calls >= _MAXIMUM_NESTED_CALLS or self.observer is None:
                return UNKNOWN  # before anything is left with the function
            function.given = {name: value for name, value in kinds.items() if value is not UNKNOWN}
            self._follow_now(function)
        elif function.given is None:
            return UNKNOWN
        elif any(kinds.get(name, UNKNOWN) != value for name, value in function.given.items()):
            common = self.differing.get(function, function.given)
            self.differing[function] = {k: v for k, v in common.items() if kinds.get(k, UNKNOWN) == v}
            return UNKNOWN
        return widen(function.result) if not function.is_generator else UNKNOWN

    def _call_self(self, info: ClassInfo, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        if name in _REGISTERS and name not in info.methods:
            return self._register(info, name, node, arguments)
        method = info.method(name)
        if method is None:
            return UNKNOWN
        return self._call_function(method, node, arguments)

    def _register(self, info: ClassInfo, name: str, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        """A method that sets an attribute whose name it is given."""
        key, made = _REGISTERS[name]
        named = arguments.get(0, arguments.get(key, UNKNOWN))
        if isinstance(named, Constant) and isinstance(named.value, str):
            self._set_attribute(info, named.value, node, arguments.get(1, arguments.get(made, UNKNOWN)), None)
        else:
            info.dynamic_set = True
        return NONE

    def _call_instance(self, info: ClassInfo, node: ast.Call, arguments: dict[Union[int, str], Value]) -> Value:
        entry = info.entry
        if entry is None or entry.module is not self.module or self.observer is None:
            return UNKNOWN
        if not info.followed and self.nested_calls < _MAXIMUM_NESTED_CALLS:
            self.nested_calls += 1
            self.follow_class(info)
            self.nested_calls -= 1
        return widen(entry.result) if entry.followed and entry.returns else UNKNOWN

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
        for key in node.keys:
            if key is not None:
                self.value(key)
        items = tuple(self.value(value) for value in node.values)
        return Container("dict", values.join_all(items))

    def _binary(self, node: ast.BinOp) -> Value:
        # a long chain `a + b + c + ...` nests to the left: take it apart without recursion
        chain = [node]
        while isinstance(chain[-1].left, ast.BinOp):
            chain.append(chain[-1].left)
        result = self.value(chain[-1].left)
        for part in reversed(chain):
            result = values.binary(part.op, result, self.value(part.right))
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
                    return Tensor(operand.framework)
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
            return Tensor(owner.framework)
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


class Super(Value):
    """What ``super()`` gives in a method of a class."""

    __slots__ = ("info",)

    def __init__(self, info: ClassInfo) -> None:
        self.info = info

    def __repr__(self) -> str:
        return f"Super({self.info.name})"


def qualified_name(callee: Value) -> Optional[tuple[str, bool]]:
    """The name under which rules know what is called, and whether it is only inferred."""
    kind = callee.__class__
    if kind is Symbol:
        return callee.name, callee.inferred  # type: ignore[attr-defined]
    if kind is Member:
        owner: Value = callee.owner  # type: ignore[attr-defined]
        name: str = callee.name  # type: ignore[attr-defined]
        if isinstance(owner, Tensor):
            return f"{_TENSOR_CLASSES.get(owner.framework, owner.framework)}.{name}", False
        if isinstance(owner, Instance) and isinstance(owner.of, str):
            return f"{owner.of}.{name}", owner.inferred
        return None
    if kind is Instance:
        of: Union[str, ClassInfo] = callee.of  # type: ignore[attr-defined]
        if isinstance(of, str):
            return of + ".__call__", callee.inferred  # type: ignore[attr-defined]
    return None


_TENSOR_CLASSES = {
    "mindspore": "mindspore.Tensor",
    "torch": "torch.Tensor",
    "tensorflow": "tensorflow.Tensor",
    "numpy": "numpy.ndarray",
}


def _kind_only(value: Value) -> Value:
    """What one call tells of a parameter: its kind; other calls may give other values."""
    if isinstance(value, (Tensor, Scalar)):
        return widen(value)
    return UNKNOWN


def _keeps_function(decorator: Value) -> bool:
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


def _merge(first: dict[str, Value], second: dict[str, Value], prefer_known: bool = False) -> dict[str, Value]:
    """The names after two branches. With ``prefer_known`` (try/except import) a name that one branch
    sets to None keeps what the other one gives it."""
    merged = dict(second)
    for name, value in first.items():
        other = second.get(name)
        if (
            other is None
            or other is value
            or (prefer_known and (other == NONE or isinstance(other, (values.Unknown, ClassValue, FunctionValue))))
        ):
            merged[name] = value
        elif prefer_known and value == NONE:
            merged[name] = other
        else:
            merged[name] = join(value, other)
    return merged


def _observed(handler: Callable[..., _Result]) -> Callable[..., _Result]:
    def observe(flow: Flow, node: ast.AST) -> _Result:
        result = handler(flow, node)
        if flow.observer is not None:
            flow.observer.node(node)
        return result

    return observe


_ENDS = frozenset({ast.Return, ast.Raise, ast.Continue, ast.Break})

_STATEMENTS: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: Flow._function_definition,
    ast.AsyncFunctionDef: Flow._function_definition,
    ast.ClassDef: Flow._class_definition,
    ast.Return: Flow._return,
    ast.Delete: Flow._delete,
    ast.Assign: Flow._assign,
    ast.AugAssign: Flow._augmented_assign,
    ast.AnnAssign: Flow._annotated_assign,
    ast.For: Flow._for,
    ast.AsyncFor: Flow._for,
    ast.While: Flow._while,
    ast.If: Flow._if,
    ast.With: Flow._with,
    ast.AsyncWith: Flow._with,
    ast.Raise: Flow._raise,
    ast.Try: Flow._try,
    ast.Assert: Flow._assert,
    ast.Import: Flow._import,
    ast.ImportFrom: Flow._import_from,
    ast.Global: Flow._global,
    ast.Nonlocal: Flow._global,
    ast.Expr: Flow._expression_statement,
    ast.Pass: Flow._pass,
    ast.Break: Flow._pass,
    ast.Continue: Flow._pass,
}
for _name, _handler in (("TryStar", Flow._try), ("Match", Flow._match), ("TypeAlias", Flow._type_alias)):
    if hasattr(ast, _name):
        _STATEMENTS[getattr(ast, _name)] = _handler

_EXPRESSIONS: dict[type[ast.AST], Callable[..., Value]] = {
    ast.Constant: Flow._constant,
    ast.Name: Flow.name,
    ast.Attribute: Flow.value,
    ast.Call: Flow._call,
    ast.Tuple: Flow._sequence,
    ast.List: Flow._sequence,
    ast.Set: Flow._sequence,
    ast.Dict: Flow._dict,
    ast.Starred: Flow._starred,
    ast.BinOp: Flow._binary,
    ast.BoolOp: Flow._boolean,
    ast.UnaryOp: Flow._unary,
    ast.Compare: Flow._compare,
    ast.IfExp: Flow._conditional,
    ast.NamedExpr: Flow._named,
    ast.Lambda: Flow._lambda,
    ast.ListComp: Flow._comprehension,
    ast.SetComp: Flow._comprehension,
    ast.GeneratorExp: Flow._comprehension,
    ast.DictComp: Flow._dict_comprehension,
    ast.Subscript: Flow._subscript,
    ast.Slice: Flow._slice,
    ast.JoinedStr: Flow._joined_string,
    ast.FormattedValue: Flow._formatted,
    ast.Await: Flow._await,
    ast.YieldFrom: Flow._yield,
    ast.Yield: Flow._yield,
}
for _name in ("TemplateStr", "Interpolation"):
    if hasattr(ast, _name):
        _EXPRESSIONS[getattr(ast, _name)] = Flow._children
