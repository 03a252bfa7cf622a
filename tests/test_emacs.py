"""A real editor: Emacs with eglot, without a window and with the settings of docs/editors.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the server's library, of the extra `lsp`")
EMACS = shutil.which("emacs")
TESTS = Path(__file__).parent
ROOT = TESTS.parent


def has_eglot() -> bool:
    """Whether Emacs can load eglot, which is a package of its own before Emacs 29."""
    if EMACS is None:
        return False
    command = [EMACS, "--batch", "--eval", "(package-initialize)", "--eval", "(require 'eglot)"]
    return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0


def settings() -> str:
    """What docs/editors.md says to write into init.el."""
    match = re.search(r"```elisp\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


def test_an_example(tmp_path: Path) -> None:
    if not has_eglot():
        pytest.skip("Emacs with eglot is not installed (apt install emacs-nox elpa-eglot)")
    file = tmp_path / "project" / "posenet.py"
    file.parent.mkdir()
    shutil.copyfile(ROOT / "examples" / "posenet_tf" / "posenet.py", file)
    program = tmp_path / "bin" / "ms-lint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ms_lint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "init.el").write_text(settings(), encoding="utf-8")
    out = tmp_path / "seen.json"
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "MS_LINT_TEST_FILE": str(file),
        "MS_LINT_TEST_AT": "self.backbonne",
        "MS_LINT_TEST_HOVER": "nn.Conv2d",
        "MS_LINT_TEST_TITLE": "Ignore MSL701 on this line",
        "MS_LINT_TEST_OUT": str(out),
    }
    command = [str(EMACS), "--batch", "--eval", "(package-initialize)", "-l", str(tmp_path / "init.el")]
    command += ["-l", str(TESTS / "data" / "emacs.el")]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=500, check=False)
    assert out.is_file(), done
    seen = json.loads(out.read_text(encoding="utf-8"))
    found = dict(seen["found"])
    assert "[MSL701]" in found[107]
    assert "`self.backbonne` is read in TrainingNet.construct" in found[107]
    assert "Open the page of MSL701" in seen["offered"]
    assert "mindspore.nn.Conv2d" in seen["hover"]
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[106] == "        position, rotation = self.backbonne(images)  # ms-lint: ignore[MSL701]"
