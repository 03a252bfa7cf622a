"""The edits that make a call of torch a call of MindSpore, by a form.

A form is the text of a MindSpore expression in which the parameters of the original stand for what the call gives:

    nn.Dense(in_features, out_features, has_bias=bias)

What the call does not give is left out. ``default(bias, True)`` is written even then. Other functions change a value
(see ``values``). ``A if given(dim) else B`` chooses between two forms. ``self`` is the object of a method. An argument
that no part of the form takes must be one that means nothing (its default, a device), or the call is refused.

Arguments stay where they are as far as can be, with their comments and line breaks.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Callable, Optional, Union

from ms_lint.conversion import kinds, values
from ms_lint.conversion.kinds import Refused, Setting
from ms_lint.conversion.pieces import At, Part, Piece, Pieces, end_of, start_of, text_between
from ms_lint.conversion.writing import Writer
from ms_lint.edits import add_keyword, joined
from ms_lint.knowledge.catalog import Signature
from ms_lint.messages import Message, say, verbatim
from ms_lint.semantics.values import Value
from ms_lint.sources import Source

#: Parameters of torch that say nothing about the result: left out whatever they are.
MEANINGLESS = frozenset(
    "async_op device foreach fused generator inplace layout memory_format name non_blocking pin_memory".split()
)
Argument = Union[ast.expr, ast.keyword]
Spell = Callable[[str], str]


@dataclass
class Given:
    """The arguments of a call by the parameters of the original; ``receiver`` is the object of a method.

    ``several`` are the arguments of a parameter that takes any number of them (``*size``).
    """

    node: ast.Call
    source: Source
    signature: Signature
    arguments: dict[str, ast.expr]
    value_of: Callable[[ast.expr], Value]
    receiver: Optional[ast.expr] = None
    several: dict[str, list[ast.expr]] = field(default_factory=dict)

    def setting(self, name: str) -> Setting:
        """What is given for a parameter."""
        if name == "self" and self.receiver is not None:
            return Setting(name, self.receiver, self.value_of(self.receiver), None)
        expression = self.arguments.get(name)
        default = next((p.default for p in self.signature.parameters if p.name == name), None)
        if expression is None:
            return Setting(name, None, None, default)
        return Setting(name, expression, self.value_of(expression), default)


@lru_cache(maxsize=4096)
def parse_form(text: str) -> ast.expr:
    """The expression of a form. Raises SyntaxError."""
    return ast.parse(text, mode="eval").body


def bind(
    node: ast.Call,
    signatures: tuple[Signature, ...],
    source: Source,
    value_of: Callable[[ast.expr], Value],
    receiver: Optional[ast.expr] = None,
    only_places: Container[ast.expr] = (),
) -> Given:
    """The arguments bound to the first overload that takes them; what ``**`` spreads of ``only_places`` says where a
    thing is kept, and means nothing. Raises Refused."""
    spread = [item for item in node.keywords if item.arg is None and item.value in only_places]
    plain = node
    if spread:
        plain = ast.Call(node.func, node.args, [item for item in node.keywords if item not in spread])
    for signature in signatures:
        bound = signature.bind(plain)
        if bound.star:
            several = _starred(node, signature)
            if several is not None:
                return Given(node, source, signature, {}, value_of, receiver, several)
            raise Refused(say("what `*` and `**` stand for is not known"))
        if bound.fits:
            rest = node.args[len(signature.positional) :]
            name = next((p.name for p in signature.parameters if p.kind == "*"), None)
            several = {name: list(rest)} if name is not None and rest else {}
            arguments = dict(bound.arguments)
            if spread:
                arguments["device"] = spread[0].value
            return Given(node, source, signature, arguments, value_of, receiver, several)
    raise Refused(say("the arguments fit no form that torch has"))


def _starred(node: ast.Call, signature: Signature) -> Optional[dict[str, list[ast.expr]]]:
    """``*sizes`` for what takes any number of arguments and nothing else."""
    name = next((p.name for p in signature.parameters if p.kind == "*"), None)
    is_plain = bool(node.args) and not node.keywords and not signature.positional
    return {name: list(node.args)} if name is not None and is_plain else None


@dataclass(frozen=True)
class Written:
    """The edits of one call. ``doubts`` are what has to be looked at before they are applied."""

    pieces: Pieces
    doubts: tuple[Message, ...] = ()


def write(form: str, given: Given, target: Optional[Signature], spell: Spell) -> Written:
    """The edits that turn a call into what a form says; ``target`` is the signature of the single call that the form
    is. ``spell`` gives a name of MindSpore as the file has to write it. Raises Refused."""
    doubts: list[Message] = []
    expression = _chosen(parse_form(form), given, doubts)
    used = {name.id for name in ast.walk(expression) if isinstance(name, ast.Name)} | set(_asked_for(form))
    _refuse_what_is_lost(given, used, doubts)
    pieces = None
    if isinstance(expression, ast.Call) and not any(isinstance(arg, ast.Starred) for arg in expression.args):
        pieces = _in_place(expression, given, target, spell, doubts)
    if pieces is None:
        pieces = _anew(expression, given, spell, doubts)
    return Written(Pieces(given.node, tuple(pieces)), tuple(dict.fromkeys(doubts)))


def _chosen(expression: ast.expr, given: Given, doubts: list[Message]) -> ast.expr:
    while isinstance(expression, ast.IfExp):
        expression = expression.body if kinds.holds(expression.test, given.setting, doubts) else expression.orelse
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id == "refuse":
        raise Refused(verbatim(str(ast.literal_eval(expression.args[0]))))
    return expression


def _asked_for(form: str) -> Iterator[str]:
    """The parameters that are dealt with by a condition of a form."""
    for node in ast.walk(parse_form(form)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("lone", "ignored"):
            yield from (argument.id for argument in node.args if isinstance(argument, ast.Name))


def _refuse_what_is_lost(given: Given, used: set[str], doubts: list[Message]) -> None:
    for name, expression in given.arguments.items():
        if name in used or name in MEANINGLESS:
            continue
        if not kinds.is_default(given.setting(name)):
            text = " ".join(ast.unparse(expression).split())
            raise Refused(say("`{name}={text}` has no counterpart", name=name, text=text))
    for name in given.several:
        if name not in used:
            raise Refused(say("`*{name}` has no counterpart", name=name))


# ---------------------------------------------------------------- with the arguments where they are


@dataclass
class _Slot:
    """A place of the form: its keyword, its position where it has one, and how its value is made."""

    keyword: Optional[str]
    position: Optional[int]
    value: ast.expr
    taken: bool = False


def _in_place(
    form: ast.Call, given: Given, target: Optional[Signature], spell: Spell, doubts: list[Message]
) -> Optional[list[Piece]]:
    """The edits that leave the arguments where they stand; None where the form needs them elsewhere."""
    node, source = given.node, given.source
    head = _head(form, given, spell)
    if head is None:
        return None
    pieces, shift = head
    slots = _slots(form, target, shift)
    if any(not _is_plain(slot.value, given) for slot in slots):
        return None
    arguments: list[Argument] = [*node.args, *node.keywords]
    is_open = any(isinstance(item, ast.Starred) for item in node.args) or bool(given.several)
    if is_open and not _takes_several(given, slots):
        return None
    removed: list[Argument] = []
    position, only_keywords = shift, False
    names = {id(expression): name for name, expression in given.arguments.items()}
    for argument in arguments:
        expression = argument.value if isinstance(argument, ast.keyword) else argument
        name = names.get(id(expression))
        if name is None:
            position += 1
            continue  # one of several, dealt with as a whole
        slot = next((item for item in slots if not item.taken and values.takes(item.value, name)), None)
        if slot is None:
            removed.append(argument)
            continue
        wrap = values.wrapped(slot.value, given.setting(name), source, doubts)
        slot.taken = True
        if wrap is None:
            removed.append(argument)
            continue
        if isinstance(argument, ast.keyword):
            only_keywords = True
            if slot.keyword is None:
                return None
            if argument.arg != slot.keyword:
                start = argument.lineno, argument.col_offset
                assert argument.arg is not None
                end = argument.lineno, argument.col_offset + len(argument.arg.encode())
                pieces.append(Piece(start, end, (slot.keyword,)))
        elif slot.position == position and not only_keywords:
            position += 1
        elif slot.keyword is not None:
            only_keywords = True
            pieces.append(Piece(start_of(expression), start_of(expression), (f"{slot.keyword}=",), before=True))
            if isinstance(expression, (ast.NamedExpr, ast.GeneratorExp)):
                return None
        else:
            return None
        pieces += wrapping(expression, wrap, source, node)
    several = _several(form, given, doubts)
    if several is None:
        return None
    pieces += several
    added = [_argument(slot, given, spell) for slot in slots if not slot.taken]
    if None in added:
        return None
    return [*pieces, *_added_and_removed(given, [text for text in added if text], removed, shift)]


def _head(form: ast.Call, given: Given, spell: Spell) -> Optional[tuple[list[Piece], int]]:
    """The edits of what is called, and how many of the form's arguments those before the call's own are."""
    node, func = given.node, given.node.func
    receiver = given.receiver
    if isinstance(form.func, ast.Attribute) and isinstance(form.func.value, ast.Name) and form.func.value.id == "self":
        if not isinstance(func, ast.Attribute):
            return None
        end = end_of(func)
        start = end[0], end[1] - len(func.attr.encode())
        return ([] if func.attr == form.func.attr else [Piece(start, end, (form.func.attr,))]), 0
    name = spell(ast.unparse(form.func)) if _is_dotted(form.func) else None
    if name is None:
        return None
    if receiver is None:
        return [Piece(start_of(func), end_of(func), (name,))], 0
    if not form.args or not (isinstance(form.args[0], ast.Name) and form.args[0].id == "self"):
        return None
    assert isinstance(func, ast.Attribute)
    opening = _opening(given)
    if opening is None:
        return None
    between = text_between(given.source, end_of(receiver), end_of(func))
    before, after = _parentheses(given.source, receiver, func)
    if "#" in between:
        return None
    has_more = bool(node.args or node.keywords)
    return [
        Piece(before, before, (f"{name}(",), before=True),
        Piece(after, opening, (", " if has_more else "",)),
    ], 1


def _opening(given: Given) -> Optional[At]:
    """The place behind the opening parenthesis of a call; None where anything stands before it."""
    end = end_of(given.node.func)
    line = given.source.lines[end[0] - 1].encode()
    return (end[0], end[1] + 1) if line[end[1] : end[1] + 1] == b"(" else None


def _parentheses(source: Source, receiver: ast.expr, func: ast.Attribute) -> tuple[At, At]:
    """Where the object of a method begins and ends with the parentheses around it."""
    between = text_between(source, end_of(receiver), end_of(func))
    count = between.count(")")
    after = end_of(receiver)
    for _ in range(count):
        line = source.lines[after[0] - 1].encode()
        at = line.find(b")", after[1])
        while at < 0:
            after = after[0] + 1, 0
            line = source.lines[after[0] - 1].encode()
            at = line.find(b")")
        after = after[0], at + 1
    # the outermost node of a chain begins with the parentheses of its receiver
    return start_of(func), after


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _slots(form: ast.Call, target: Optional[Signature], shift: int) -> list[_Slot]:
    positional = [p.name for p in target.positional] if target is not None else []
    slots = [
        _Slot(positional[index] if index < len(positional) else None, index, value)
        for index, value in enumerate(form.args)
        if index >= shift
    ]
    for keyword in form.keywords:
        position = positional.index(keyword.arg) if keyword.arg in positional else None
        slots.append(_Slot(keyword.arg, None if position is None else -1 - position, keyword.value))
    return slots


def _is_plain(value: ast.expr, given: Given) -> bool:
    """Whether a place of a form is one parameter, or none; more than that is written anew."""
    parameters = {parameter.name for parameter in given.signature.parameters} | {"self"}
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.args:
        value = value.args[0]
    if isinstance(value, ast.Name):
        return True
    return not any(isinstance(part, ast.Name) and part.id in parameters for part in ast.walk(value))


def _takes_several(given: Given, slots: list[_Slot]) -> bool:
    return all(any(values.takes(slot.value, name) for slot in slots) for name in given.several)


def _several(form: ast.Call, given: Given, doubts: list[Message]) -> Optional[list[Piece]]:
    """The parentheses around the arguments of ``*size`` where the form wants one tuple of them."""
    pieces: list[Piece] = []
    for name, items in given.several.items():
        slot = next(
            (value for value in (*form.args, *(k.value for k in form.keywords)) if values.takes(value, name)), None
        )
        if slot is None:
            return None
        if isinstance(slot, ast.Name):
            continue
        around = values.packing(slot, items, given.value_of, doubts)
        if around is None:
            continue
        opening, closing = around
        if len(items) == 1 and isinstance(items[0], ast.Starred):
            pieces.append(Piece(start_of(items[0]), start_of(items[0].value), ("",)))
            continue
        pieces.append(Piece(start_of(items[0]), start_of(items[0]), (opening,), before=True))
        pieces.append(Piece(end_of(items[-1]), end_of(items[-1]), (closing,)))
    return pieces


def wrapping(expression: ast.expr, wrap: values.Wrap, source: Source, call: ast.Call) -> Iterator[Piece]:
    """What is put around an argument of a call, or in its place."""
    start, end = start_of(expression), end_of(expression)
    if isinstance(wrap, str):
        yield Piece(start, end, (wrap,))
        return
    opening, closing = wrap
    if isinstance(expression, ast.GeneratorExp) and len(call.args) == 1 and not call.keywords:
        # its place has the parentheses of the call
        start, end = (start[0], start[1] + 1), (end[0], end[1] - 1)
    if opening:
        yield Piece(start, start, (opening,), before=True)
    if closing:
        yield Piece(end, end, (closing,))


def _argument(slot: _Slot, given: Given, spell: Spell) -> Optional[str]:
    """What is written for a place of the form for which the call gives nothing, empty where that is nothing; None
    where it has no name."""
    text = values.without(slot.value, given.setting, spell)
    if not text:
        return ""
    return f"{slot.keyword}={text}" if slot.keyword is not None else None


def _added_and_removed(given: Given, added: list[str], removed: list[Argument], shift: int) -> Iterator[Piece]:
    node, source = given.node, given.source
    arguments: list[Argument] = sorted([*node.args, *node.keywords], key=start_of)
    if added and arguments and arguments[-1] in removed:
        start = start_of(arguments[-1])
        yield Piece(start, end_of(arguments[-1]), (joined(added, start, source),))
        removed = [item for item in removed if item is not arguments[-1]]
        added = []
    if added and arguments:
        edits = add_keyword(node, added[0], source, *added[1:])
        if edits is None:
            raise Refused(say("the form of the call"))
        for place, new in edits:
            assert isinstance(place, tuple)
            yield Piece((place[0], place[1]), (place[2], place[3]), (new,))
    elif added:
        text = ", ".join(added)
        close = end_of(node)[0], end_of(node)[1] - 1
        yield Piece(close, close, (f", {text}" if shift else text,))
    yield from _removals(arguments, removed, given)


def _removals(arguments: list[Argument], removed: list[Argument], given: Given) -> Iterator[Piece]:
    index = 0
    while index < len(arguments):
        if arguments[index] not in removed:
            index += 1
            continue
        last = index
        while last + 1 < len(arguments) and arguments[last + 1] in removed:
            last += 1
        if index > 0:
            start, end = end_of(arguments[index - 1]), end_of(arguments[last])
        elif last + 1 < len(arguments):
            start, end = start_of(arguments[0]), start_of(arguments[last + 1])
        else:
            start, end = start_of(arguments[0]), (end_of(given.node)[0], end_of(given.node)[1] - 1)
        text = text_between(given.source, start, end)
        if "#" in text or text.count("(") != text.count(")"):
            raise Refused(say("a comment or parentheses around an argument that is to go"))
        yield Piece(start, end, ("",))
        index = last + 1


# ---------------------------------------------------------------- written anew


def _anew(expression: ast.expr, given: Given, spell: Spell, doubts: list[Message]) -> list[Piece]:
    """The whole call written by the form, the arguments as they are."""
    start, end = start_of(given.node), end_of(given.node)
    if "#" in text_between(given.source, start, end):
        raise Refused(say("there is a comment in the call"))
    names = [name.id for name in ast.walk(expression) if isinstance(name, ast.Name)]
    for name in {name for name in names if names.count(name) > 1}:
        written = given.setting(name).expression
        if written is not None and not isinstance(written, (ast.Name, ast.Attribute, ast.Constant)):
            raise Refused(say("`{text}` would have to be written twice", text=" ".join(ast.unparse(written).split())))
    parts = list(
        Writer(given.setting, given.several, given.receiver, given.source, spell, doubts, given.value_of).parts(
            expression
        )
    )
    return [Piece(start, end, tuple(_joined(parts)))]


def _joined(parts: list[Part]) -> Iterator[Part]:
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text


def calls_in(form: str) -> Iterator[ast.Call]:
    """The calls in a form that are of MindSpore's names."""
    for node in ast.walk(parse_form(form)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_dotted(node.func):
            yield node
