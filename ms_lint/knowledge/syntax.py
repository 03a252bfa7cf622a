"""Syntax that the graph compiler refuses: a table kept by hand, measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.

All of it is refused at every syntax level, with "Unsupported statement" or "Unsupported expression".
"""

from __future__ import annotations

from ms_lint.messages import say

_EXCEPTIONS = say("Check what can go wrong outside of the graph, before the call.")
_GENERATOR = say("Build the list, and return it.")

#: For each type of node of ``ast``: how people call it, and what to write instead.
REFUSED: dict[str, tuple[str, str]] = {
    "Try": ("`try`", _EXCEPTIONS),
    "TryStar": ("`try`", _EXCEPTIONS),
    "Yield": ("`yield`", _GENERATOR),
    "YieldFrom": (say("`yield from`"), _GENERATOR),
    "Await": ("`await`", say("Await outside of the graph.")),
    "AsyncFunctionDef": (say("`async def`"), say("Define it outside of the graph.")),
    "AsyncFor": (say("`async for`"), say("Loop outside of the graph.")),
    "AsyncWith": (say("`async with`"), say("Enter the context outside of the graph.")),
    "NamedExpr": ("`:=`", say("Assign in a statement of its own.")),
    "Match": ("`match`", say("Write `if` and `elif`.")),
    "Delete": ("`del`", say("Leave it out: names end with the function; build containers without what is not wanted.")),
    "Nonlocal": ("`nonlocal`", say("Return the value, and assign it outside of the inner function.")),
    "ClassDef": (say("a class"), say("Define the class at the top level of the module.")),
    "Import": ("`import`", say("Import at the top of the module.")),
    "ImportFrom": ("`import`", say("Import at the top of the module.")),
    "Set": (say("a set"), say("Write a tuple: `(1, 2)`.")),
    "SetComp": (say("a set"), say("Write a list, and leave out what is there already.")),
}
_STARS = say("Write the items one by one, or add lists: `a + [b]`.")
#: Syntax that is refused before 2.1 only, in some forms of the node.
REFUSED_BEFORE_2_1: dict[str, tuple[str, str]] = {
    "AnnAssign": (say("annotated assignments"), say("Leave the annotation out.")),
    "DictComp": (say("dict comprehensions"), say("Make the dict, and set its items in a loop.")),
    "Compare": (say("comparisons with two operators"), say("Write `a < b and b < c`.")),
    "List": (say("stars in a list"), _STARS),
    "Tuple": (say("stars in a tuple"), _STARS),
    "Assign": (say("stars in an assignment"), say("Take the items by their numbers.")),
}
#: Methods of lists and dicts that leave them as they are in the graph, with what to write instead.
LOST_CHANGES: dict[tuple[str, str], str] = {
    ("list", "remove"): say("Build the list without it: `[item for item in items if item != value]`."),
    ("list", "sort"): say("Write `items = sorted(items)`."),
    ("dict", "pop"): say("Read the item by `[...]`, and build the dict without it."),
    ("dict", "popitem"): say("Read the item by `[...]`, and build the dict without it."),
}
#: Methods of lists and dicts through which no gradient flows, with what to write instead.
UNTRACKED_CHANGES: dict[tuple[str, str], str] = {
    ("list", "extend"): say("Write `items = items + [...]`."),
    ("list", "insert"): say("Write `items = items[:index] + [value] + items[index:]`."),
    ("list", "pop"): say("Read the element by its number, and cut the list with a slice."),
    ("list", "reverse"): say("Write `items = items[::-1]`."),
    ("dict", "setdefault"): say("Test for the key with `in`, and set it with `[...] = `."),
}
