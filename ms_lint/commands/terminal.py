"""What a terminal is given: colors, width, a progress bar."""

from __future__ import annotations

import os
import time
from typing import Any, Optional, TextIO

from ms_lint.languages import tell

_PATIENCE = 1  # seconds before a progress bar is shown


def has_color(stream: TextIO) -> bool:
    """https://no-color.org and https://force-color.org"""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return False
    return os.name != "nt" or bool({"WT_SESSION", "ANSICON", "TERM"} & set(os.environ))


def terminal_width() -> int:
    """The width in characters; 120 where it is not known."""
    import shutil

    return shutil.get_terminal_size((120, 24)).columns


class Progress:
    """A progress bar on standard error, once a run takes longer than ``_PATIENCE``."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._started = time.perf_counter()
        self._bar: Any = None

    def __enter__(self) -> Optional[Progress]:
        return self if self._shown else None

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: int, path: str) -> None:
        if self._bar is None:
            if time.perf_counter() - self._started < _PATIENCE or done == total:
                return
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(tell("Checking"), total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done)
