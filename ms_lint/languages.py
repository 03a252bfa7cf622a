"""The language that texts are shown in: English, or Simplified Chinese.

Doors show a message with ``translated``, and texts of their own with ``tell("Fixed {count} findings.", count=3)``.
Nothing is loaded for English. The translations are GNU gettext catalogs in ``ms_lint/locale``: ``messages`` for
what findings and doors say, ``rules`` for the pages of rules.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Optional

from ms_lint.messages import Message, fill, say

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)
LOCALE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "locale")

#: Environment variables that name the language, the first that is set counts.
VARIABLES = ("MS_LINT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

_language = ENGLISH  # of this process


def language_of(name: str) -> Optional[str]:
    """One of ``LANGUAGES`` for a name such as zh, zh-CN, zh_CN.UTF-8, en_US or C; None for another language.

    Only Simplified Chinese is there: zh_TW and zh-Hant are other languages.
    """
    tag = name.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    language, _, rest = tag.partition("_")
    if language in ("en", "english", "c", "posix"):
        return ENGLISH
    if language in ("zh", "chinese") and not {"tw", "hk", "mo", "hant"} & set(rest.split("_")):
        return CHINESE
    return None


def environment_language(environment: Optional[Mapping[str, str]] = None) -> str:
    """The language that the environment asks for; English where it asks for none, or for one that is not there."""
    known = os.environ if environment is None else environment
    name = next((known[variable] for variable in VARIABLES if known.get(variable)), "")
    return language_of(name) or ENGLISH


def chosen_language(asked: str = "auto", setting: str = "auto") -> str:
    """The language to speak: the one that is asked for (``--lang``), that of ``MS_LINT_LANG``, that of the setting
    ``language``, that of the locale. ``auto``, or one that is not there, leaves it to the next."""
    for name in (asked, os.environ.get(VARIABLES[0], ""), setting):
        language = language_of(name)
        if language is not None:
            return language
    return environment_language()


def use_language(language: str) -> None:
    """Show texts of this process in one of ``LANGUAGES`` from now on."""
    global _language
    _language = language


def used_language() -> str:
    """The language that ``translated`` and ``tell`` take where they are told none."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Show texts in a language as long as the block runs."""
    before = used_language()
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def translated(text: str, language: Optional[str] = None) -> str:
    """A message in a language, that of the process if None. Text that is no message stays as it is."""
    language = language or _language
    if language == ENGLISH or not isinstance(text, Message):
        return str(text)
    if not text.template:
        return ""  # gettext keeps its header there
    fields = {name: translated(value, language) for name, value in text.fields.items()}
    return fill(_translations("messages", language).gettext(text.template), fields)


def translated_data(data: Any, language: Optional[str] = None) -> Any:
    """Dictionaries and lists, as JSON has them, with the messages in them in a language."""
    if isinstance(data, dict):
        return {key: translated_data(value, language) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [translated_data(value, language) for value in data]
    return translated(data, language) if isinstance(data, str) else data


def explained(error: BaseException, language: Optional[str] = None) -> str:
    """What an error that was made with a message says, in a language; by default in that of the process."""
    return translated(error.args[0], language) if error.args and isinstance(error.args[0], str) else str(error)


def tell(template: str, /, **fields: object) -> str:
    """A text of a door in the language of the process: ``say``, and shown at once."""
    return translated(say(template, **fields))


def translated_page(page: str, language: Optional[str] = None) -> str:
    """A page of Markdown, as the docstrings of rules are, in a language: each block that is text, where it has a
    translation. Code stays as it is."""
    language = language or _language
    if language == ENGLISH:
        return page
    found = _translations("rules", language)
    return "\n\n".join(block if is_code(block) else found.gettext(flowed(block)) for block in blocks(page))


def blocks(page: str) -> list[str]:
    """The blocks of a page, which blank lines divide; a fenced block of code is one, whatever is in it."""
    parts: list[str] = []
    is_open = False
    for part in re.split(r"\n(?:[ \t]*\n)+", page.strip("\n")):
        if is_open:
            parts[-1] += f"\n\n{part}"
        else:
            parts.append(part)
        is_open ^= part.count("```") % 2 == 1
    return parts


def is_code(block: str) -> bool:
    """Whether a block is code: fenced or indented."""
    return block.startswith(("```", "    "))


def flowed(block: str) -> str:
    """A block with one line for each paragraph and each item of a list, however it was wrapped."""
    lines: list[str] = []
    for line in block.split("\n"):
        text = line.strip()
        if lines and not text.startswith(("- ", "* ", "|", "#")):
            lines[-1] += f" {text}"
        else:
            lines.append(text)
    return "\n".join(lines)


@cache
def _translations(domain: str, language: str) -> NullTranslations:
    import gettext

    return gettext.translation(domain, LOCALE, [language], fallback=True)
