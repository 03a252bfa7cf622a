"""The fix of a call, put together from what becomes of its arguments and of what is called.

A rule says it by the names of parameters; where the arguments stand, by position or by keyword, over how many lines, is
the matter of ``edits``. What would not be accepted by all targeted versions is no fix.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Optional

from ms_lint.conversion.imports import ROOTS
from ms_lint.conversion.pieces import end_of, start_of, text_between
from ms_lint.conversion.plan import plan_of
from ms_lint.conversion.values import ATOMS
from ms_lint.edits import Argument, Changes, Edits, change_arguments, is_in_place
from ms_lint.findings import Applicability
from ms_lint.knowledge.catalog import Bound
from ms_lint.messages import Message, say
from ms_lint.rules import Place, Rewrite
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call

#: Why a fix may be applied unseen: what stands there cannot be meant.
RAISES = say("as it stands, the call raises an error")
#: Why one may be, where the original is certain.
AS_ORIGINAL = say("so it computes what the original does")
#: What rows write without a namespace, and where it comes from.
_INITIALIZERS = re.compile(r"(?<![\w.])(Constant|HeUniform|Normal|TruncatedNormal|Uniform)(?=\()")
_ROOTED = re.compile(r"(?<![\w.'\"])(ms|nn|ops|mint|np|math)\.[A-Za-z_][\w.]*")


class CallFix:
    """Changes of one call that go together; ``rewrite`` gives the fix.

    ``bound`` are the arguments by the parameters of MindSpore, where the call is not accepted as it is.
    """

    def __init__(self, call: Call, bound: Optional[Bound] = None) -> None:
        self.call = call
        self._bound = bound or call.bound or Bound({})
        self._changes = Changes()
        self._called: Optional[str] = None
        self._is_packed = False
        self._is_impossible = False
        self._doubts: list[Message] = []
        #: Import statements for the names in values.
        self.needed: set[str] = set()

    # ------------------------------------------------------------ what becomes of the arguments

    def put(self, name: str, text: str) -> CallFix:
        """Give a parameter a value: in the place of the one that it has, or by name behind the others."""
        argument = self._argument(name)
        if argument is not None:
            self._changes.values[argument] = text
        else:
            self._is_impossible |= self._bound.star
            self._changes.added.append(f"{name}={text}")
        return self

    def rename(self, name: str, new: str, value: Optional[str] = None) -> CallFix:
        """Give the argument of a parameter to another one by its name, with another value if one is given."""
        argument = self._argument(name)
        if argument is None:
            self._is_impossible = True
            return self
        self._changes.named[argument] = new
        if value is not None:
            self._changes.values[argument] = value
        return self

    def drop(self, *names: str) -> CallFix:
        """Leave out the arguments of these parameters."""
        for name in names:
            argument = self._argument(name)
            if argument is None:
                self._is_impossible = True
            else:
                self._changes.removed.append(argument)
        return self

    def pack(self) -> CallFix:
        """Make one tuple of the arguments, which all stand by position."""
        self._is_packed = True
        return self

    def call_as(self, qualified_name: str) -> CallFix:
        """Call something else of MindSpore: ``mindspore.nn.Dense``, or another method ``mindspore.Tensor.swapaxes``."""
        self._called = qualified_name
        return self

    def doubt(self, reason: Optional[Message]) -> CallFix:
        """Something that has to be looked at before."""
        if reason is not None:
            self._doubts.append(reason)
        return self

    def expression(self, name: str) -> Optional[ast.expr]:
        """What is given for a parameter or under an unknown keyword."""
        argument = self._argument(name)
        return argument.value if isinstance(argument, ast.keyword) else argument

    def text(self, name: str) -> str:
        """What is written for a parameter, to be written elsewhere; empty, and no fix, where that is not possible."""
        written = self.expression(name)
        if written is None or written.lineno != written.end_lineno:
            self._is_impossible = True
            return ""
        return self.call.module.text_of(written)

    def rest(self, name: str) -> str:
        """1 minus what is written for a parameter: ``0.9`` for ``0.1``, ``1 - rate`` for ``rate``."""
        return complement(self.expression(name), self.text(name))

    def quoted(self, word: str) -> str:
        """A word of Python in the quotes that the file prefers."""
        return quoted(self.call.module, word)

    def _argument(self, name: str) -> Optional[Argument]:
        if name.isdigit():
            return self.call.node.args[int(name)] if int(name) < len(self.call.node.args) else None
        for keyword in self.call.node.keywords:
            if keyword.arg == name:
                return keyword
        expression = self._bound.arguments.get(name)
        return expression if any(item is expression for item in self.call.node.args) else None

    # ------------------------------------------------------------ the fix

    def rewrite(self, reason: Message, applicability: Applicability = Applicability.SAFE) -> Optional[Rewrite]:
        """The fix; None where the call is in a form that does not allow it, or would be refused afterwards."""
        needed, source = set(self.needed), self.call.module.source
        if self._is_impossible or self.call.partial or not self._name_what_follows():
            return None
        edits = change_arguments(self.call.node, self._changes, source)
        head = self._head(needed)
        if edits is None or head is None:
            return None
        packed = self._packed() if self._is_packed else ()
        if packed is None:
            return None
        edits = (*head, *packed, *edits)
        if not edits or not self._is_accepted(edits):
            return None
        edits = (*plan_of(self.call.module).names.edits(needed), *edits)
        return replace(_rewrite(edits, reason, self._doubts, applicability), extent=self.call.node)

    def _name_what_follows(self) -> bool:
        """Give names to what stands by position behind an argument that goes, or that gets a name."""
        names = {id(expression): name for name, expression in self._bound.arguments.items()}
        must = False
        for argument in self.call.node.args:
            if argument in self._changes.removed or argument in self._changes.named:
                must = True
            elif must:
                name = names.get(id(argument))
                if name is None:
                    return False
                self._changes.named[argument] = name
        return True

    def _packed(self) -> Optional[Edits]:
        node, source = self.call.node, self.call.module.source
        if node.keywords or not node.args or any(isinstance(item, ast.Starred) for item in node.args):
            return None
        if not is_in_place(node, source):
            return None
        start, end = start_of(node.args[0]), end_of(node.args[-1])
        return ((*start, *start), "("), ((*end, *end), ")" if len(node.args) > 1 else ",)")

    def _head(self, needed: set[str]) -> Optional[Edits]:
        """The edits of what is called."""
        if self._called is None:
            return ()
        func, source = self.call.node.func, self.call.module.source
        owner, _, leaf = self._called.rpartition(".")
        is_method = owner == "mindspore.Tensor"
        if isinstance(func, ast.Attribute) and (is_method or owner == self.call.qualified_name.rpartition(".")[0]):
            line, column = end_of(func)
            start = column - len(func.attr.encode())
            return (((line, start, line, column), leaf),)
        if is_method or not is_in_place(self.call.node, source):
            return None
        return (((*start_of(func), *end_of(func)), spelled(self.call.module, self._called, needed)),)

    def _is_accepted(self, edits: Edits) -> bool:
        """Whether all targeted versions take the call as it is then."""
        node = _edited(self.call, edits)
        if node is None:
            return False
        catalog = self.call.module.catalog
        versions = catalog.signatures(self._called) if self._called is not None else self.call.signatures()
        if self._called is not None and len(versions) < len(catalog.versions):
            return False
        return all(not overloads or any(one.bind(node).fits for one in overloads) for overloads in versions)


def complement(expression: Optional[ast.expr], text: str) -> str:
    """1 minus an expression that is written so."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, (int, float)):
        return repr(float(f"{1 - expression.value:g}"))
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Sub):
        left, right = expression.left, expression.right
        if isinstance(left, ast.Constant) and left.value == 1 and isinstance(right, ATOMS):
            return text[len(text) - len(ast.unparse(right)) :]
    simple = isinstance(expression, (*ATOMS, ast.BinOp)) and not (
        isinstance(expression, ast.BinOp) and isinstance(expression.op, (ast.Add, ast.Sub))
    )
    return f"1 - {text}" if simple else f"1 - ({text})"


def quoted(module: Module, word: str) -> str:
    """A word of Python in the quotes that a file prefers."""
    code = module.source.code
    return f"'{word}'" if code.count("'") >= code.count('"') else f'"{word}"'


def spelled(module: Module, qualified_name: str, needed: set[str]) -> str:
    """A name of MindSpore as a file has to write it; imports that are missing are put into ``needed``."""
    local = plan_of(module).names.local(qualified_name)
    if local is not None:
        return local
    text = qualified_name.removeprefix("mindspore.")
    return plan_of(module).names.spelled(text if text.partition(".")[0] in ROOTS else f"ms.{text}", needed)


def _rewrite(edits: Edits, reason: Message, doubts: list[Message], applicability: Applicability) -> Rewrite:
    if not doubts:
        return Rewrite(edits, reason, applicability)
    text = doubts[0]
    for doubt in doubts[1:]:
        text = say("{first}; {second}", first=text, second=doubt)
    return Rewrite(edits, text, Applicability.UNSAFE)


def _edited(call: Call, edits: Edits) -> Optional[ast.Call]:
    """The call as it is after edits of it."""
    start, end, source = start_of(call.node), end_of(call.node), call.module.source
    parts, at = [], start
    for place, text in sorted(edits, key=_start):
        first, last = _start((place, text)), _end(place)
        parts += [text_between(source, at, first), text]
        at = last
    text = "".join(parts) + text_between(source, at, end)
    try:
        node = ast.parse(f"({text}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        return None
    return node if isinstance(node, ast.Call) else None


def _start(edit: tuple[Place, str]) -> tuple[int, int]:
    place = edit[0]
    assert isinstance(place, tuple)
    return place[0], place[1]


def _end(place: Place) -> tuple[int, int]:
    assert isinstance(place, tuple)
    return place[2], place[3]


def imported(module: Module, text: str, needed: set[str]) -> str:
    """A text in which names of MindSpore stand as the file has to write them (``ms.float32``, ``Normal(1.0)``); imports
    that are missing are put into ``needed``."""
    names = plan_of(module).names
    for match in _INITIALIZERS.finditer(text):
        if match[1] not in names.bound:
            needed.add(f"from mindspore.common.initializer import {match[1]}")

    def written_here(match: re.Match[str]) -> str:
        root, dot, rest = match[0].partition(".")
        return names.local(f"{ROOTS[root]}{dot}{rest}") or names.spelled(match[0], needed)

    return _ROOTED.sub(written_here, text)


def written(call: Call, text: str, reason: Message, doubts: Iterable[Message] = ()) -> Optional[Rewrite]:
    """The fix that writes something else in the place of a whole call; None where a comment would be lost."""
    node, module = call.node, call.module
    start, end = start_of(node), end_of(node)
    if "#" in text_between(module.source, start, end) or not is_in_place(node, module.source):
        return None
    needed: set[str] = set()
    text = imported(module, text, needed)
    parent = module.parents.get(node)
    if isinstance(parent, ast.Attribute) and not isinstance(ast.parse(text, mode="eval").body, ATOMS):
        text = f"({text})"
    return _rewrite(
        (*plan_of(module).names.edits(needed), ((*start, *end), text)), reason, list(doubts), Applicability.SAFE
    )


def behind_call(call: Call, text: str, reason: Message) -> Optional[Rewrite]:
    """The fix that puts something behind a call, such as ``[0]``."""
    if not is_in_place(call.node, call.module.source):
        return None
    end = end_of(call.node)
    return Rewrite((((*end, *end), text),), reason)


def bracketed(call: Call, reason: Message) -> Optional[Rewrite]:
    """The fix that makes a list of the generator that is a call's only argument."""
    node = call.node
    if len(node.args) != 1 or node.keywords or not isinstance(node.args[0], ast.GeneratorExp):
        return None
    if not is_in_place(node, call.module.source):
        return None
    generator = node.args[0]
    (line, column), (last, end) = start_of(generator), end_of(generator)
    return Rewrite((((line, column + 1, line, column + 1), "["), ((last, end - 1, last, end - 1), "]")), reason)
