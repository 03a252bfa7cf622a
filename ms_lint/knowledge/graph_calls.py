"""Calls of Python's own functions that compiled code refuses, or takes for something else.

A row holds for the versions from ``since`` on and before ``until``, and at one syntax level if ``level`` is given.
Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0, at the levels ``lax`` and ``strict``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from ms_lint.messages import Message, say

Says = Callable[[str, str], Message]


@dataclass(frozen=True)
class CallFact:
    """What becomes of a call.

    ``when`` says of which calls it holds: ``always``; ``keyword`` (one of ``keywords`` is given); ``more`` (than
    ``count`` positional arguments); ``none``, ``tensor``, ``surely tensor``, ``generator`` or ``dynamic`` (something
    that a tensor decides): an argument is that; ``names`` (its text uses names). ``says`` makes the message of what
    is called and of the keyword; ``instead`` is what to write.
    """

    names: tuple[str, ...]
    when: str
    says: Says
    instead: Message
    keywords: frozenset[str] = frozenset()
    count: int = 0
    since: str = ""
    until: str = ""
    level: str = ""


def _refused(call: str, keyword: str) -> Message:
    return say("`{call}()` is refused in the graph.", call=call)


def _no_keyword(call: str, keyword: str) -> Message:
    return say("`{call}` of the graph has no `{keyword}`, and refuses the call.", call=call, keyword=keyword)


def _before_2_1(call: str, keyword: str) -> Message:
    return say("`{call}()` is refused in the graph before MindSpore 2.1.", call=call)


def _strict(call: str, keyword: str) -> Message:
    return say("`{call}()` of what a tensor decides is refused at the level `strict`.", call=call)


_IN_INIT = say("Make it in `__init__`, or use a list, tuple or dict.")

CALLS: tuple[CallFact, ...] = (
    CallFact(
        ("builtins.max", "builtins.min"),
        "keyword",
        _no_keyword,
        say("Sort with `sorted(..., key=...)`, or write the comparison."),
        keywords=frozenset({"key"}),
    ),
    CallFact(
        ("builtins.max", "builtins.min"),
        "keyword",
        _no_keyword,
        say("Ask before: `max(items) if items else 0`."),
        keywords=frozenset({"default"}),
    ),
    CallFact(
        ("builtins.range",),
        "surely tensor",
        lambda call, keyword: say("`{call}` of the graph takes integers, and refuses a tensor.", call=call),
        say("Write `range(int(n))`."),
    ),
    CallFact(
        ("builtins.print",),
        "keyword",
        _no_keyword,
        say("Leave it out; `print` of the graph writes to the standard output."),
        keywords=frozenset({"sep", "end", "file", "flush"}),
    ),
    CallFact(("builtins.zip",), "keyword", _no_keyword, say("Leave it out."), keywords=frozenset({"strict"})),
    CallFact(
        ("builtins.filter",),
        "none",
        lambda call, keyword: say("`{call}` of the graph takes functions only, and refuses `None`.", call=call),
        say("Write the condition: `[item for item in items if item]`."),
    ),
    CallFact(
        ("builtins.map",),
        "tensor",
        lambda call, keyword: say(
            "`{call}` of the graph takes lists and tuples only, and refuses a tensor.", call=call
        ),
        say("Write `[function(item) for item in x]`, or compute with the whole tensor."),
    ),
    CallFact(
        ("builtins.pow",),
        "more",
        lambda call, keyword: say(
            "`{call}` of the graph does not take the third argument, the modulus: the result is not reduced.", call=call
        ),
        say("Write `a ** b % c`."),
        count=2,
    ),
    CallFact(("builtins.locals", "builtins.globals"), "always", _refused, say("Use the variable itself.")),
    CallFact(("builtins.exec",), "always", _refused, say("Run it outside of the graph.")),
    CallFact(
        ("builtins.eval",),
        "names",
        lambda call, keyword: say("`{call}()` knows no names in the graph.", call=call),
        say("Write the expression itself."),
    ),
    CallFact(("builtins.eval",), "always", _before_2_1, say("Write the expression itself."), until="2.1"),
    CallFact(("builtins.vars", "builtins.dir"), "always", _before_2_1, say("Use the attribute itself."), until="2.1"),
    CallFact(("builtins.setattr",), "always", _before_2_1, say("Assign to a Parameter."), until="2.1"),
    CallFact(
        ("builtins.setattr",),
        "always",
        lambda call, keyword: say("`{call}()` is refused at the level `strict`.", call=call),
        say("Assign to a Parameter."),
        level="strict",
    ),
    CallFact(
        ("builtins.any", "builtins.all"),
        "dynamic",
        lambda call, keyword: say(
            "`{call}` is not computed in the graph before MindSpore 2.1: the condition is not the one that is meant.",
            call=call,
        ),
        say("Use `x.any()` or `x.all()`; for shapes, write the comparisons."),
        until="2.1",
    ),
    CallFact(
        ("builtins.any", "builtins.all"),
        "dynamic",
        _strict,
        say("Use `x.any()` or `x.all()`; for shapes, write the comparisons."),
        level="strict",
    ),
    CallFact(
        ("builtins.reversed",), "always", _before_2_1, say("Write `[::-1]`, or count down with `range`."), until="2.1"
    ),
    CallFact(("builtins.reversed",), "dynamic", _strict, say("Write `[::-1]`."), level="strict"),
    CallFact(
        ("builtins.str", "builtins.repr", "builtins.format"), "dynamic", _strict, say("Print it."), level="strict"
    ),
    CallFact(
        ("builtins.str", "builtins.repr", "builtins.format"),
        "dynamic",
        lambda call, keyword: say("`{call}()` of a tensor is refused in the graph before MindSpore 2.1.", call=call),
        say("Print it."),
        until="2.1",
    ),
    CallFact(
        ("collections.defaultdict",),
        "always",
        lambda call, keyword: say("The graph makes a plain dict of `{call}()`: a missing key is refused.", call=call),
        say("Write a dict with all its keys."),
    ),
    CallFact(
        (
            "collections.OrderedDict",
            "collections.Counter",
            "builtins.frozenset",
            "itertools.*",
            "types.SimpleNamespace",
        ),
        "always",
        _before_2_1,
        _IN_INIT,
        until="2.1",
    ),
    CallFact(
        ("operator.itemgetter", "operator.attrgetter", "operator.methodcaller", "copy.copy", "copy.deepcopy"),
        "always",
        _before_2_1,
        _IN_INIT,
        until="2.1",
    ),
    CallFact(("builtins.slice",), "always", _before_2_1, say("Write the slice in the brackets."), until="2.1"),
    CallFact(("builtins.zip",), "tensor", _before_2_1, say("Loop over `range(len(x))`."), until="2.1"),
    CallFact(("builtins.dict",), "more", _before_2_1, say("Write the dict with its items."), until="2.1"),
)
