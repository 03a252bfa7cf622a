"""Texts for people that can be said in another language: English strings that remember how they were made.

``say("`{call}` moves by {step}.", call=call.text, step=2)`` is a ``str``, the English text. It remembers its
template and its fields, so that a door that shows it can say it in the reader's language (``ms_lint.languages``).
What is compared, hashed and written for programs is the English text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Callable, Union

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([A-Za-z_]\w*(?:\.\w+)?)\}")
#: What can be done to a field, as in ``{sentence.open}``: without its full stop, with a small letter first.
_FORMS: Mapping[str, Callable[[str], str]] = {
    "open": lambda text: text.rstrip(".。"),
    "small": lambda text: text[:1].lower() + text[1:],
}


class Message(str):
    """An English text with the template and the fields that it was made of; fields may be messages themselves."""

    template: str
    fields: Mapping[str, str]

    def __new__(cls, template: str, fields: Mapping[str, str]) -> Message:
        """The template with its fields filled in. Raises KeyError for a placeholder without a field."""
        self = super().__new__(cls, fill(template, fields))
        self.template, self.fields = template, fields
        return self

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[str, Mapping[str, str]]]:
        return Message, (self.template, self.fields)


def say(template: str, /, **fields: object) -> Message:
    """A message: a template, whole sentences with placeholders such as ``{call}``, and what to fill in.

    ``{{`` and ``}}`` stand for braces, ``{sentence.open}`` for the field ``sentence`` without its full stop, and
    ``{sentence.small}`` for it with a small letter first. A field that is text for people, not code or a number, must
    be a message too. The template has to stand in the call: from there the tools collect what is to be translated.
    Raises KeyError for a placeholder without a field.
    """
    return Message(template, {name: value if isinstance(value, str) else str(value) for name, value in fields.items()})


def verbatim(text: str) -> Message:
    """A message without fields out of a text that comes from a table, whose braces are braces."""
    return Message(text.replace("{", "{{").replace("}", "}}"), {})


def fill(template: str, fields: Mapping[str, str]) -> str:
    """A template with its placeholders replaced. Raises KeyError for one without a field."""

    def filled(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0][0]
        field, _, form = name.partition(".")
        return _FORMS[form](fields[field]) if form in _FORMS else fields[name]

    return _PLACEHOLDER.sub(filled, template)


def placeholders(template: str) -> frozenset[str]:
    """The fields that a template needs."""
    names = (match[1] for match in _PLACEHOLDER.finditer(template) if match[1])
    return frozenset(name.rpartition(".")[0] if name.rpartition(".")[2] in _FORMS else name for name in names)


def sentences(*texts: Union[str, None]) -> str:
    """Sentences one after the other; None and empty ones are left out. "" where there are none."""
    said = [text for text in texts if text]
    whole = said[0] if said else ""
    for text in said[1:]:
        whole = say("{text} {more}", text=whole, more=text)
    return whole


def conjunction(parts: Sequence[str]) -> str:
    """One, two and three: at least one part."""
    if len(parts) == 1:
        return parts[0]
    return say("{parts} and {last}", parts=enumeration(parts[:-1]), last=parts[-1])


def disjunction(parts: Sequence[str]) -> str:
    """One, two or three: at least one part."""
    if len(parts) == 1:
        return parts[0]
    return say("{parts} or {last}", parts=enumeration(parts[:-1]), last=parts[-1])


def enumeration(parts: Sequence[str]) -> str:
    """One, two, three: at least one part."""
    whole = parts[0]
    for part in parts[1:]:
        whole = say("{parts}, {part}", parts=whole, part=part)
    return whole
