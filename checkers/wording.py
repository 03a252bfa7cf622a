"""How messages say things: lists of names, versions, counterparts. It has no rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Optional

from ms_lint.knowledge.catalog import Catalog, package
from ms_lint.knowledge.counterparts import Counterpart
from ms_lint.messages import conjunction, say
from ms_lint.semantics.module import Module

MAXIMUM_SHOWN = 3
MAXIMUM_RECEIVER = 30


def listed(names: tuple[str, ...], maximum: int = MAXIMUM_SHOWN) -> str:
    """Names as code: the first ones, and how many more there are."""
    shown = ", ".join(f"`{name}`" for name in names[:maximum])
    if len(names) <= maximum:
        return shown
    return say("{names} and {count} more", names=shown, count=len(names) - maximum)


def nearest(name: str, known: Iterable[str], cutoff: float = 0.75, ignore_case: bool = False) -> Optional[str]:
    """The most similar of the known names, whose similarity (0 to 1) is at least ``cutoff``, or one in which two
    letters side by side have changed places; None where there is none."""
    import difflib  # costs start-up time, and only a finding needs it

    spellings = {item.lower() if ignore_case else item: item for item in sorted(known)}
    name = name.lower() if ignore_case else name
    found = difflib.get_close_matches(name, spellings, n=1, cutoff=cutoff)
    if not found and len(name) > 2:
        swapped = (name[:at] + name[at + 1] + name[at] + name[at + 2 :] for at in range(len(name) - 1))
        found = [item for item in swapped if item in spellings]
    return spellings[found[0]] if found else None


def short_version(version: str) -> str:
    """A version without a patch number of 0: 2.10 for 2.10.0."""
    return version[:-2] if version.endswith(".0") and version.count(".") > 1 else version


def targeted(catalog: Catalog) -> str:
    """The targeted versions as words: MindSpore 2.2 to 2.10."""
    return versions_as_words(catalog.versions)


def versions_as_words(versions: Sequence[str]) -> str:
    """From the first to the last of the versions: MindSpore 2.2 to 2.10."""
    first, last = short_version(versions[0]), short_version(versions[-1])
    return (
        say("MindSpore {last}", last=last)
        if first == last
        else say("MindSpore {first} to {last}", first=first, last=last)
    )


def span(first: str, last: str) -> str:
    """2.5 to 2.7, or one version alone."""
    first, last = short_version(first), short_version(last)
    return first if first == last else say("{first} to {last}", first=first, last=last)


def spans(versions: Iterable[str]) -> str:
    """Known versions as words, neighbours drawn together: 2.0, 2.5 to 2.7 and 2.10. Not empty."""
    data = package("mindspore")
    known = data.versions if data is not None else ()
    runs: list[list[str]] = []
    for version in versions:
        follows = runs and version in known and known.index(version) > 0
        if follows and known[known.index(version) - 1] == runs[-1][-1]:
            runs[-1].append(version)
        else:
            runs.append([version])
    return conjunction([span(run[0], run[-1]) for run in runs])


def history(catalog: Catalog, having: list[bool]) -> Optional[str]:
    """Which versions have what the targeted ones lack, as a sentence; None where no other version has it.
    ``having`` says of each known version, oldest first, whether it does."""
    data = package("mindspore")
    if data is None or True not in having:
        return None
    targets = [data.versions.index(version) for version in catalog.versions if version in data.versions]
    if not targets:
        return None
    earlier = [position for position in range(min(targets)) if having[position]]
    later = [position for position in range(max(targets) + 1, len(having)) if having[position]]
    shown = [short_version(version) for version in data.versions]
    if later:
        last = max((position for position in range(later[0]) if not having[position]), default=later[0])
        return say("MindSpore {first} has it, {last} does not yet.", first=shown[later[0]], last=shown[last])
    if earlier:
        last = earlier[-1]
        return say("MindSpore {last} has it, {next} no longer.", last=shown[last], next=shown[last + 1])
    return None


def target_of(found: Counterpart) -> str:
    """A counterpart as the object of "write": its target, and what to mind."""
    if not found.hint:
        return f"`{found.target}`"
    return say("`{target}`, {hint}", target=found.target, hint=found.hint)


def receiver_text(module: Module, node: ast.expr) -> str:
    """The object of a method as the user wrote it, with the parentheses that an expression needs, or `tensor` where
    that is long."""
    text = module.text_of(node)
    if len(text) > MAXIMUM_RECEIVER:
        return "tensor"
    return text if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)) else f"({text})"
