"""Comments by which the user silences findings, and which of them silence nothing.

On a line: ``# noqa``, ``# noqa: MSL301`` (as flake8 reads them), ``# ms-lint: ignore``,
``# ms-lint: ignore[MSL301, batch-norm-momentum]``. For the whole file or notebook, from any place in
it: ``# ms-lint: ignore-file``, ``# ms-lint: ignore-file[MSL7]``, ``# flake8: noqa``,
``# flake8: noqa: MSL301``. A code may be cut short everywhere: ``MSL7`` stands for all that begin so.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Optional

if TYPE_CHECKING:
    from ms_lint.findings import Finding, Location
    from ms_lint.sources import Source

_CODES = r"[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*"
_NOQA = re.compile(rf"#\s*noqa(?:\s*:\s*(?P<codes>{_CODES}))?", re.IGNORECASE)
_NOQA_FILE = re.compile(rf"#\s*flake8[:=]\s*noqa(?:\s*:\s*(?P<codes>{_CODES}))?\s*$", re.IGNORECASE)
_OWN = re.compile(r"#\s*ms-lint:\s*ignore(?P<file>-file)?(?![\w-])(?:\s*\[(?P<codes>[^\]\n]*)(?:\]|$))?", re.IGNORECASE)
_TRACE = re.compile("noqa|ms-lint:", re.IGNORECASE)
_OWN_TRACE = re.compile("msl|ms-lint:", re.IGNORECASE)
_CODE = re.compile(r"[a-z]+[0-9]+|msl", re.IGNORECASE)
_OWN_CODE = re.compile(r"MSL[0-9]*")


class Unused(NamedTuple):
    """A suppression that silenced nothing: the place and text of its comment, and those of its
    codes and names that did nothing (none if it named none)."""

    location: Location
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Suppression:
    """One comment. ``codes`` are what it names (codes in capitals, names of rules in small letters);
    empty: everything. ``lines`` are the lines of `Source.code` it acts on; None: the whole file."""

    location: Location
    text: str
    codes: tuple[str, ...]
    is_own: bool
    lines: Optional[range]

    def matching(self, code: str, name: str) -> tuple[str, ...]:
        """What of ``codes`` stands for the rule; an empty string if the comment names no rules."""
        if not self.codes:
            return ("",)
        return tuple(item for item in self.codes if _stands_for(item, code, name))


def _stands_for(item: str, code: str, name: str) -> bool:
    return code.startswith(item) or item == name


class Suppressions:
    """The suppressions of one source. Comments are looked for only when they can matter."""

    def __init__(self, source: Source) -> None:
        self._source = source
        lowered = source.code.lower()  # far cheaper than a search that ignores case
        self._has_trace = "noqa" in lowered or "ms-lint:" in lowered
        self._found: Optional[tuple[Suppression, ...]] = None

    @property
    def found(self) -> tuple[Suppression, ...]:
        """All suppressions, in order."""
        if self._found is None:
            self._found = tuple(_read(self._source)) if self._has_trace else ()
        return self._found

    @property
    def whole_file(self) -> bool:
        """Whether a comment silences everything in the file."""
        return any(suppression.lines is None and not suppression.codes for suppression in self.found)

    def apply(
        self,
        findings: Iterable[Finding],
        ran: Mapping[str, str],
        known: Optional[Mapping[str, str]] = None,
    ) -> tuple[list[Finding], list[Unused]]:
        """The findings that no comment silences, in their order, and the suppressions that did nothing.

        ``ran`` has code and name of each rule that looked at the file: a suppression for another rule
        is not called unused. With ``known``, the same of all rules, one that stands for no rule at
        all is. Foreign codes and a bare ``# noqa`` are never called unused.
        """
        findings = list(findings)
        if not self._has_trace or not (findings or _OWN_TRACE.search(self._source.code)):
            return findings, []
        everywhere = [suppression for suppression in self.found if suppression.lines is None]
        starts: dict[tuple[Optional[int], int], list[Suppression]] = {}
        ends: dict[tuple[Optional[int], int], list[Suppression]] = {}
        for suppression in self.found:
            for line in suppression.lines or ():
                at = self._source.location(line, 0, line, 0)
                starts.setdefault((at.cell, at.line), []).append(suppression)
                if suppression.is_own:
                    ends.setdefault((at.cell, at.line), []).append(suppression)

        kept = []
        used: set[tuple[int, str]] = set()
        for finding in findings:
            at = finding.location
            candidates = everywhere + starts.get((at.cell, at.line), [])
            if at.end_line != at.line:
                candidates += ends.get((at.cell, at.end_line), [])
            is_silenced = False
            for suppression in candidates:
                for item in suppression.matching(finding.code, finding.name):
                    is_silenced = True
                    used.add((id(suppression), item))
            if not is_silenced:
                kept.append(finding)
        return kept, list(self._unused(used, ran, known))

    def _unused(
        self, used: set[tuple[int, str]], ran: Mapping[str, str], known: Optional[Mapping[str, str]]
    ) -> Iterator[Unused]:
        for suppression in self.found:
            if not suppression.codes:
                if suppression.is_own and ran and (id(suppression), "") not in used:
                    yield Unused(suppression.location, suppression.text, ())
                continue
            idle = tuple(
                item
                for item in suppression.codes
                if (id(suppression), item) not in used
                and (suppression.is_own or _OWN_CODE.fullmatch(item))
                and (_is_among(item, ran) or (known is not None and not _is_among(item, known)))
            )
            if idle:
                yield Unused(suppression.location, suppression.text, idle)


def _is_among(item: str, rules: Mapping[str, str]) -> bool:
    return any(_stands_for(item, code, name) for code, name in rules.items())


def _read(source: Source) -> Iterator[Suppression]:
    for token, lines in _comments(source.code):
        line, column = token.start
        whole = source.lines[line - 1]
        stands_alone = not whole[:column].strip()
        for match, is_file in _matches(token.string, stands_alone):
            text = match.group().rstrip()
            before = len(whole[: column + match.start()].encode())
            location = source.location(line, before, line, before + len(text.encode()))
            codes = match["codes"]
            items = () if codes is None else _items(codes)
            yield Suppression(location, text, items, match.re is _OWN, None if is_file else lines)


def _matches(comment: str, stands_alone: bool) -> Iterator[tuple[re.Match[str], bool]]:
    """The suppressions in a comment, and whether they are for the whole file."""
    for match in _OWN.finditer(comment):
        yield match, match["file"] is not None
    for_file = _NOQA_FILE.match(comment) if stands_alone else None
    if for_file:
        yield for_file, True
    else:
        noqa = _NOQA.search(comment)  # flake8 reads the first one only
        if noqa:
            yield noqa, False


def _items(codes: str) -> tuple[str, ...]:
    """What a list of codes and names says, each once, codes in capitals and names in small letters.

    An empty list stands for no rule: it must not silence everything.
    """
    items = [item for item in re.split(r"[,\s]+", codes) if item]
    proper = [item.upper() if _CODE.fullmatch(item) else item.lower() for item in items]
    return tuple(dict.fromkeys(proper)) or ("[]",)


def _comments(code: str) -> Iterator[tuple[tokenize.TokenInfo, range]]:
    """Comments with a trace of a suppression, each with the lines that it acts on.

    These are, as in flake8, the comment's own line and those joined with it by strings of several
    lines or by backslashes.
    """
    waiting: list[tokenize.TokenInfo] = []
    first = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(code).readline):
            if token.type in (tokenize.DEDENT, tokenize.INDENT, tokenize.ENDMARKER):
                continue
            first = first or token.start[0]
            if token.type == tokenize.COMMENT and _TRACE.search(token.string):
                waiting.append(token)
            elif token.type in (tokenize.NL, tokenize.NEWLINE):
                for comment in waiting:
                    yield comment, range(first, comment.start[0] + 1)
                waiting, first = [], 0
    except (tokenize.TokenError, SyntaxError):  # stricter in places than the parser
        pass
    for comment in waiting:
        yield comment, range(first, comment.start[0] + 1)
