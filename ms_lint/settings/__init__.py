"""The settings that apply to a file, where each comes from, and the MindSpore version it targets.

Sources, weakest first: defaults; the nearest ``ms-lint.toml`` (keys at the top level) or
``[tool.ms-lint]`` in ``pyproject.toml``, walking up from the file; the options of the command line,
flake8 or pylint. A stronger source replaces a value, with two exceptions: ``extend-select`` adds up,
and a ``select`` among the options sets aside the ``extend-select`` of the file, so that
``--select MSL701`` shows MSL701 and nothing else.

Nothing here imports the rules: codes are checked by ``check_codes``, which is given them.
"""

from ms_lint.settings.explanation import explain
from ms_lint.settings.loading import clear_cache, load_settings
from ms_lint.settings.model import KEYS, Settings, SettingsError
from ms_lint.settings.requirements import DISTRIBUTIONS
from ms_lint.settings.selection import ignored_codes, is_code_selected, is_excluded, is_fixable
from ms_lint.settings.targets import certain_versions, newest_where_newer, target_versions
from ms_lint.settings.validation import check_codes

__all__ = [
    "DISTRIBUTIONS",
    "KEYS",
    "Settings",
    "SettingsError",
    "certain_versions",
    "check_codes",
    "clear_cache",
    "explain",
    "ignored_codes",
    "is_code_selected",
    "is_excluded",
    "is_fixable",
    "load_settings",
    "newest_where_newer",
    "target_versions",
]
