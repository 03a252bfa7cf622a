"""What the texts of a project say about a name: a cheap answer to "does anything else use this?".

By regular expressions over the texts, not by parsing: a match too many only keeps a rule silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Optional

_CLASS = re.compile(r"\nclass +(\w+)\s*(?:\(([^)]*)\))?")  # begins with plain text: searched fast
_ASSIGNMENT = re.compile(r"\s*(?::[^=\n]+)?=(?!=)")
_LAST_NAME = re.compile(r"(\w+)\s*(?:,|$)")
_IMPORT = re.compile(r"\n[ \t]*(?:from[ \t]+([\w.]+)[ \t]+)?import[ \t]+(\([^)]*\)|[^\n]*)")
_WORD = re.compile(r"\w+")
#: Modules of a library by their usual names: `ops.relu` reads no attribute of an object.
_LIBRARY = re.compile(r"(?<![\w.])(?:ops|nn|mint|F|P|np|numpy|mnp|torch|tf)\.$")
_FLAGS = re.compile(r"\badd_flags\w*\(([^)]*)\)")
_KEYWORD = re.compile(r"(\w+)\s*=(?!=)")
_MAXIMUM_GENERATIONS = 4
_MANY = 20  # words asked of a text, after which all of them are looked up at once


@dataclass(frozen=True)
class _Facts:
    """What one text says that is dear to find out."""

    text: str
    classes: list[tuple[str, tuple[str, ...]]]  # each with the last names of its bases
    imported: frozenset[str]  # the words of import statements


class Index:
    """The texts of the Python files of a project, by absolute path.

    ``base`` is another index that is asked as well: a document has an index of its own on top of
    the project's, and a file that is being edited one on top of the others. Where not all files could
    be read (``complete`` is False), every name counts as used. ``facts`` are those of an earlier index,
    which hold for the texts that are the same.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        base: Optional[Index] = None,
        complete: bool = True,
        facts: Optional[dict[str, _Facts]] = None,
    ) -> None:
        self.texts = texts
        self.base = base
        self.complete = complete
        self._facts: dict[str, _Facts] = {} if facts is None else facts
        self._read: dict[str, bool] = {}
        self._set: dict[str, bool] = {}
        self._subclassed: dict[str, list[str]] = {}
        self._matches: dict[re.Pattern[str], bool] = {}
        self._found: dict[re.Pattern[str], list[str]] = {}
        self._asked: dict[str, int] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._matching: dict[tuple[re.Pattern[str], str], bool] = {}

    def with_text(self, path: str, text: str) -> Index:
        """The index with another text for one of its files; itself where the file is none of them.

        What is known of the other files is kept from one change of the same file to the next.
        """
        if [*self.texts] == [path] and self.base is not None:
            return Index({path: text}, self.base, self.complete, self._facts)
        texts = self.all_texts()
        if texts.get(path, text) == text:
            return self
        del texts[path]
        return Index({path: text}, Index(texts, None, self.complete, self._facts), self.complete, self._facts)

    def with_texts(self, texts: Mapping[str, str], complete: bool) -> Index:
        """An index of these texts, with what is known of those that are in this one."""
        return Index(texts, None, complete, self._facts)

    def all_texts(self) -> dict[str, str]:
        """The texts of the index and of those below it."""
        return {**(self.base.all_texts() if self.base is not None else {}), **self.texts}

    def get(self, path: str) -> Optional[str]:
        """The text of a file; None where the index does not have it."""
        return self.texts.get(path) if path in self.texts or self.base is None else self.base.get(path)

    def _facts_of(self, path: str) -> _Facts:
        text = self.texts[path]
        facts = self._facts.get(path)
        if facts is None or facts.text != text:
            whole = "\n" + text
            classes = [(name, tuple(_LAST_NAME.findall(bases))) for name, bases in _CLASS.findall(whole)]
            parts = (part for match in _IMPORT.findall(whole) for part in match)
            facts = _Facts(text, classes, frozenset(word for part in parts for word in _WORD.findall(part)))
            self._facts[path] = facts
        return facts

    @cached_property
    def _bases(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """By path: each class with the last names of its bases, in this index and in those below it."""
        below = self.base._bases if self.base is not None else {}
        return {**below, **{path: self._facts_of(path).classes for path in self.texts}}

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """By the name of a class: the files that define it."""
        files: dict[str, list[str]] = {}
        for path in self.texts:
            for name, _ in self._facts_of(path).classes:
                files.setdefault(name, []).append(path)
        return files

    def files_with_class(self, name: str) -> list[str]:
        """The files that define a class of this name at the top level, sorted."""
        return sorted(self._files.get(name, []) + (self.base.files_with_class(name) if self.base else []))

    @cached_property
    def _importers(self) -> dict[str, list[str]]:
        """By a word of an import statement: the files that have it there."""
        found: dict[str, list[str]] = {}
        for path in self.texts:
            for word in self._facts_of(path).imported:
                found.setdefault(word, []).append(path)
        return found

    def importers(self, names: Iterable[str]) -> list[str]:
        """The files that import one of the names, of modules or of what they define, sorted."""
        own = {path for name in names for path in self._importers.get(name, ())}
        return sorted(own.union(self.base.importers(names) if self.base else ()))

    def text(self, path: str) -> str:
        """The text of a file of the index."""
        return self.texts[path] if path in self.texts or self.base is None else self.base.text(path)

    def mentions(self, name: str, besides: Iterable[str]) -> bool:
        """Whether a file other than ``besides`` has the word."""
        without = set(besides)
        paths = [path for path in self.texts if path not in without]
        own = any(True for _ in self._contexts(name, paths))
        return own or not self.complete or (self.base is not None and self.base.mentions(name, besides))

    def matches(self, pattern: re.Pattern[str]) -> bool:
        """Whether a text has a match."""
        if pattern not in self._matches:
            self._matches[pattern] = any(pattern.search(text) for text in self.texts.values())
        return self._matches[pattern] or (self.base is not None and self.base.matches(pattern))

    def file_matches(self, pattern: re.Pattern[str], path: str) -> bool:
        """Whether a file of the index has a match."""
        if path not in self.texts and self.base is not None:
            return self.base.file_matches(pattern, path)
        key = (pattern, path)
        if key not in self._matching:
            self._matching[key] = pattern.search(self.texts[path]) is not None
        return self._matching[key]

    def found(self, pattern: re.Pattern[str], word: str) -> list[str]:
        """What a pattern finds in the texts that have the word, which each of its matches holds."""
        if pattern not in self._found:
            texts = (text for text in self.texts.values() if word in text)
            self._found[pattern] = [match for text in texts for match in pattern.findall(text)]
        return self._found[pattern] + (self.base.found(pattern, word) if self.base is not None else [])

    def files_with_subclass(self, name: str) -> list[str]:
        """The files with a class that names this one as a base, directly or through another class."""
        if name in self._subclassed:
            return self._subclassed[name]
        names, found = {name}, set()
        for _ in range(_MAXIMUM_GENERATIONS):
            before = len(names)
            for path, classes in self._bases.items():
                for subclass, bases in classes:
                    if not names.isdisjoint(bases):
                        names.add(subclass)
                        found.add(path)
            if len(names) == before:
                break
        self._subclassed[name] = sorted(found)
        return self._subclassed[name]

    def is_read(self, name: str) -> bool:
        """Whether an attribute of this name is read on anything but ``self`` and modules of libraries, or the name is a
        string."""
        if name not in self._read:
            self._read[name] = self._is_read_below(name) or any(
                (before[-1:] in ("'", '"') and after[:1] == before[-1:])
                or (
                    before.endswith(".")
                    and not _is_self(before)
                    and not _LIBRARY.search(before)
                    and not _ASSIGNMENT.match(after)
                )
                for before, after in self._contexts(name, self.texts)
            )
        return self._read[name]

    def is_set(self, name: str) -> bool:
        """Whether an attribute of this name is set on anything but ``self``, or as a flag of a Cell."""
        if name not in self._set:
            self._set[name] = (
                self._is_set_below(name)
                or name in self._flags
                or any(
                    before.endswith(".") and not _is_self(before) and bool(_ASSIGNMENT.match(after))
                    for before, after in self._contexts(name, self.texts)
                )
            )
        return self._set[name]

    @cached_property
    def _flags(self) -> set[str]:
        """What ``Cell.add_flags`` and ``add_flags_recursive`` are given: each becomes an attribute."""
        calls = [match for text in self.texts.values() if "add_flags" in text for match in _FLAGS.findall(text)]
        return {name for call in calls for name in _KEYWORD.findall(call)}

    def _is_read_below(self, name: str) -> bool:
        return not self.complete or (self.base is not None and self.base.is_read(name))

    def _is_set_below(self, name: str) -> bool:
        return not self.complete or (self.base is not None and self.base.is_set(name))

    def is_on_self(self, name: str, paths: Iterable[str]) -> bool:
        """Whether one of the files mentions ``self.name``."""
        return any(before.endswith(".") and _is_self(before) for before, _ in self._contexts(name, paths))

    def is_defined(self, name: str, paths: Iterable[str]) -> bool:
        """Whether one of the files has a function or method of that name."""
        return any(before.endswith("def") for before, _ in self._contexts(name, paths))

    def _has_word(self, path: str, word: str) -> bool:
        """Whether a file may have a word: by all its words, once several were asked for."""
        self._asked[path] = self._asked.get(path, 0) + 1
        if self._asked[path] <= _MANY or not word.isidentifier():
            return True
        if path not in self._words:
            self._words[path] = frozenset(_WORD.findall(self.text(path)))
        return word in self._words[path]

    def _contexts(self, name: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """What stands right before and after each occurrence of the word."""
        for path in paths:
            if not self._has_word(path, name):
                continue
            text = self.text(path)
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                before, after = text[max(at - 16, 0) : at], text[end : end + 80]
                if not (_is_word(before[-1:]) or _is_word(after[:1])):
                    yield before.rstrip(), after
                at = text.find(name, end)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_self(before: str) -> bool:
    """Whether the text ends in ``self.``, as a word of its own."""
    stem = before[:-1].rstrip()
    return stem.endswith("self") and not _is_word(stem[-5:-4])
