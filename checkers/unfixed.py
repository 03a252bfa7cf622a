"""Why rules have no fix, for the table in docs/fixes.md. It has no rules."""

from __future__ import annotations

FILE = "it tells of a file or a name, not of code that could be written otherwise"
VALUE = "only the author knows what belongs there"
EITHER = "one of two places is wrong, and the code does not tell which"
SEVERAL = "there are several ways to mend it, which compute different things"
ELSEWHERE = "what has to change stands in other methods, calls or files as well"
REBUILT = "several statements have to be put together anew"
