"""What is told while a module is followed, and to whom: the rules listen here."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from ms_lint.knowledge.catalog import Bound, Signature
from ms_lint.knowledge.frameworks import KINDS, TENSOR_CLASSES
from ms_lint.semantics.values import (
    UNKNOWN,
    Container,
    Derived,
    Instance,
    Member,
    Partial,
    Sequence,
    Super,
    Symbol,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module
    from ms_lint.semantics.scopes import Function


@dataclass(eq=False)
class Call:
    """A call with everything that is known of it.

    ``qualified_name`` names what is called: a function or class of a library, a method
    (``torch.Tensor.view``), or the call of an instance (``mindspore.ops.Concat.__call__``).
    ``inferred`` says that the name rests on context instead of an import. For the call of a
    ``functools.partial`` (``partial``), ``arguments`` has those of both and ``given`` its own.
    ``by_default`` is the call of a parameter, whose default has that name. ``made`` is the partial.
    ``choice`` has all that may be called here, where a condition decides what an attribute or a name is.
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
    by_default: bool = False
    choice: tuple[Value, ...] = ()
    made: Optional[Partial] = None

    @cached_property
    def _whole(self) -> Optional[ast.Call]:
        """The call with the arguments of the partial in it; None where these are not in sight."""
        if not self.partial:
            return self.node
        node = self.made.node if self.made is not None else None
        if node is None or any(isinstance(item, ast.Starred) for item in node.args):
            return None
        own = {keyword.arg for keyword in self.node.keywords}
        keywords = [keyword for keyword in node.keywords if keyword.arg not in own] + self.node.keywords
        return ast.copy_location(ast.Call(self.node.func, node.args[1:] + self.node.args, keywords), self.node)

    @cached_property
    def _values(self) -> dict[int, Value]:
        found = self._values_of_partial()
        own = self.arguments if self.given is None else self.given
        pairs: list[tuple[ast.expr, Union[int, str, None]]] = [
            (argument, index) for index, argument in enumerate(self.node.args)
        ]
        pairs += [(keyword.value, keyword.arg) for keyword in self.node.keywords]
        found.update({id(expression): own[key] for expression, key in pairs if key is not None and key in own})
        return found

    def _values_of_partial(self) -> dict[int, Value]:
        made = self.made
        if made is None or made.node is None:
            return {}
        found = {id(item): made.arguments.get(index, UNKNOWN) for index, item in enumerate(made.node.args[1:])}
        for keyword in made.node.keywords:
            if keyword.arg is not None:
                found[id(keyword.value)] = made.arguments.get(keyword.arg, UNKNOWN)
        return found

    def value_of(self, expression: ast.expr) -> Value:
        """The value of one of the arguments as it stands in this call."""
        return self._values.get(id(expression), UNKNOWN)

    @property
    def text(self) -> str:
        """The called expression as the user wrote it, without its arguments."""
        return self.module.text_of(self.node.func)

    @property
    def written_name(self) -> str:
        """``qualified_name`` before aliases were followed: those of one version may not be there in another."""
        named = qualified_name(self.callee)
        return self.qualified_name if named is None else named[0]

    def signatures(self) -> list[tuple[Signature, ...]]:
        """The overloads of the called name in each targeted version that has it."""
        return self.module.catalog.signatures(self.qualified_name)

    @cached_property
    def attempts(self) -> list[tuple[Signature, Bound]]:
        """Each overload of each targeted version with the arguments bound to it, oldest version first;
        empty where a signature is not known."""
        versions = self.signatures()
        whole = self._whole
        if whole is None or self._is_unbound or not all(versions):
            return []
        return [(signature, signature.bind(whole)) for overloads in versions for signature in overloads]

    @property
    def _is_unbound(self) -> bool:
        """Whether a method is called through its class: ``Tensor.abs(x)`` has the instance in front."""
        if not isinstance(self.callee, Symbol):
            return False
        owner = self.module.catalog.find(self.qualified_name.rpartition(".")[0])
        return owner is not None and owner.kind == "class"

    @cached_property
    def refusals(self) -> list[tuple[Signature, Bound]]:
        """The attempts, when no overload of any targeted version accepts the call, nor may it be about something
        that does; else empty."""
        if self.partial or any(bound.fits for _, bound in self.attempts):
            return []
        # the condition that decides what is called may be the one that the call stands under
        if self.choice and self.callee is not self.choice[0]:  # what all refuse is said once
            return []
        others = (self._about(value) for value in self.choice[1:])
        if any(other is None or not other.attempts or any(b.fits for _, b in other.attempts) for other in others):
            return []
        return self.attempts

    def _about(self, callee: Value) -> Optional[Call]:
        """The same call of another callee; None where it has no name."""
        named = qualified_name(callee)
        if named is None:
            return None
        return replace(self, callee=callee, qualified_name=self.module.canonical(named[0]), choice=())

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
    """A name or attribute that stands for something outside the project, where it is not called:
    ``torch.float32``, or ``x.device`` of a tensor (``torch.Tensor.device``), which is the ``owner`` then.
    ``is_stored`` says that the attribute is assigned to."""

    node: ast.expr
    qualified_name: str
    module: Module
    function: Optional[Function]
    inferred: bool = False
    owner: Optional[Value] = None
    is_stored: bool = False


@dataclass(eq=False)
class Operation:
    """An arithmetic operation, with a tensor or a Parameter on one side at least."""

    node: Union[ast.BinOp, ast.AugAssign]
    left: Value
    right: Value
    module: Module
    function: Optional[Function]

    @property
    def operands(self) -> tuple[ast.expr, ast.expr]:
        """The two expressions."""
        if isinstance(self.node, ast.AugAssign):
            return self.node.target, self.node.value
        return self.node.left, self.node.right


class Observer:
    """What wants to hear of calls, references and nodes while a module is followed."""

    node_types: Iterable[type[ast.AST]] = ()
    wants_operations = False

    def call(self, call: Call) -> None:
        """A call of something with a qualified name."""

    def reference(self, reference: Reference) -> None:
        """A reference to something outside the project that is not called."""

    def operation(self, operation: Operation) -> None:
        """An arithmetic operation with a tensor, where ``wants_operations`` says so."""

    def node(self, node: ast.AST) -> None:
        """A node of one of ``node_types``."""

    def function(self, function: Function) -> None:
        """A function whose body was followed."""

    def wants(self, qualified_name: str) -> bool:
        """Whether ``call`` or ``reference`` for this name would do anything."""
        return False


def qualified_name(callee: Value) -> Optional[tuple[str, bool]]:
    """The name under which rules know what is called, and whether it is only inferred."""
    if isinstance(callee, Symbol):
        return callee.name, callee.inferred
    if isinstance(callee, Member):
        owner, name = callee.owner, callee.name
        if isinstance(owner, Tensor):
            return f"{TENSOR_CLASSES.get(owner.framework, owner.framework)}.{name}", False
        if isinstance(owner, Instance) and isinstance(owner.of, str):
            return f"{owner.of}.{name}", owner.inferred
        if isinstance(owner, (Container, Sequence)):
            return (f"builtins.tuple.{name}", False) if owner.kind == "tuple" else None
        if isinstance(owner, (Instance, Super)):
            inherited = owner.info if isinstance(owner, Super) else owner.of
            assert not isinstance(inherited, str)
            if name == "__init__" and isinstance(owner, Super):
                made = inherited.made_by_super()
                return (made, False) if made is not None else None
            member = inherited.library_member(name, above=isinstance(owner, Super))
            return (member, False) if member is not None else None
        return None
    if isinstance(callee, Instance):
        if isinstance(callee.of, str):
            return f"{callee.of}.__call__", callee.inferred
        # the project's own `construct` decides what it takes, so that the name is that of the root class
        kind = callee.of.kind
        return (f"{KINDS[kind][0]}.__call__", callee.inferred) if kind is not None else None
    if isinstance(callee, Derived):
        while isinstance(callee.function, Derived) and callee.by.endswith("jit"):
            callee = callee.function
        return (callee.by + ".__call__", False) if callee.by.startswith("mindspore.") else None
    return None
