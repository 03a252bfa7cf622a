"""What the analysis reports: findings, and the edits that would mend them.

Everything here is a frozen dataclass of plain values, so that findings can be pickled, cached and
sent between processes.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Optional


class Severity(str, enum.Enum):
    """How bad it is. ``error``: raises, or silently computes something else. ``warning``: wrong in
    graph mode, on some devices or in some targeted versions only. ``info``: deprecated, or style."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(str, enum.Enum):
    """How sure it is. ``proved``: by binding and known values. ``likely``: by inference.
    ``possible``: by name only; not shown by default."""

    PROVED = "proved"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for ``possible`` up to 2 for ``proved``."""
        return ("possible", "likely", "proved").index(self.value)


class Applicability(str, enum.Enum):
    """Whether a fix may be applied unseen. ``safe``: same behaviour, or the behaviour of the
    original, proven by the oracle. ``unsafe``: needs a look."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, order=True)
class Location:
    """A range in a file as an editor shows it.

    Lines and columns count from 1, columns in characters; ``end_column`` is the first column after
    the range. In a notebook ``cell`` is the index of the cell, from 0, and lines count within the
    cell; elsewhere ``cell`` is None.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: Optional[int] = None


@dataclass(frozen=True)
class Edit:
    """Replace the text of one range."""

    location: Location
    replacement: str


@dataclass(frozen=True)
class Fix:
    """Edits that belong together, with the reason for their applicability.

    ``extent`` is what they rest on, such as the call whose arguments they change: fixes whose extents overlap are not
    made at once.
    """

    applicability: Applicability
    reason: str
    edits: tuple[Edit, ...]
    extent: Optional[Location] = None


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, at one place.

    ``message`` is complete: it says what is wrong and what to write instead; ``suggestion`` repeats
    its last part, the thing to do, for outputs that show it apart (None where there is none).
    ``origin`` is the framework that the code was ported from, where the finding rests on it.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    path: str
    location: Location
    message: str
    suggestion: Optional[str] = None
    fix: Optional[Fix] = None
    url: str = ""
    origin: Optional[str] = None

    @property
    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """Order of output: by path, then place, then code."""
        at = self.location
        return (self.path, -1 if at.cell is None else at.cell, at.line, at.column, self.code, self.message)


@dataclass(frozen=True)
class Left:
    """A use of another framework that no fix takes out of a file: the name of the API. ``is_meant``: it is no
    leftover but on purpose, in a weight converter, a comparison, a test, or where the framework is optional."""

    api: str
    path: str
    is_meant: bool = False
