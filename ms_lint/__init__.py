"""Find what is wrong in code on its way from PyTorch or TensorFlow to MindSpore.

``check_source`` checks text, ``check_paths`` checks files and folders; both return findings. Nothing
that is checked is ever imported or run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Callable, Optional, Union

from ms_lint.findings import Applicability, Confidence, Edit, Finding, Fix, Location, Severity

if TYPE_CHECKING:
    import os

    from ms_lint.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Applicability",
    "Confidence",
    "Edit",
    "Finding",
    "Fix",
    "Location",
    "Severity",
    "__version__",
    "check_paths",
    "check_source",
]


def check_source(text: Union[str, bytes], path: str = "<string>", settings: Optional[Settings] = None) -> list[Finding]:
    """Findings of one document, in order of place.

    ``path`` need not exist: its ending says whether the text is Python, a notebook (.ipynb) or
    Markdown (.md), and it is the path of the findings. ``settings`` are ``Settings()`` if not given;
    ``ms_lint.settings.load_settings`` reads those of a project. Text that cannot be read as Python
    gives one finding MSL001; nothing is raised for it.
    """
    from ms_lint.runner import check_content
    from ms_lint.settings import Settings

    return check_content(text, path, settings or Settings())


def check_paths(
    paths: Iterable[Union[str, os.PathLike[str]]],
    settings: Optional[Settings] = None,
    overrides: Mapping[str, object] = {},
    progress: Optional[Callable[[int, int, str], None]] = None,
    jobs: int = 1,
) -> list[Finding]:
    """Findings of files, and of all Python files, notebooks and Markdown files below folders, in
    order of path and place.

    Each file has the settings of its own project, with ``overrides`` (kebab-case keys as in
    ``[tool.ms-lint]``) on top, or ``settings`` if given. ``progress`` is called after each file with
    the number of files done, the number of all and the path. ``jobs`` is the number of processes, 0
    for one per processor; with more than 1, a script needs the usual ``if __name__ == "__main__"``.

    Raises FileNotFoundError for a path that does not exist and ``ms_lint.settings.SettingsError`` for
    wrong settings. A file that cannot be read gives a finding MSL001.
    """
    from ms_lint import runner

    return list(runner.check_paths(paths, settings, overrides, progress, jobs).findings)
