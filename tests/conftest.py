"""Makes what is in `tools/` importable for the tests, lets them speak English wherever they run, and keeps the
user's own knowledge out of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

os.environ["MS_LINT_LANG"] = "en"
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what many processes import is compiled once
sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
os.environ["MS_LINT_DATA"] = os.devnull

# How long an example takes says something about the machine, not about the code. CI sees the same examples each time,
# so that it fails for what changed.
settings.register_profile(
    "untimed", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")
