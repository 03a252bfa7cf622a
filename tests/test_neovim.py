"""A real editor: Neovim, without a window and with the settings of docs/editors.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the server's library, of the extra `lsp`")
NEOVIM = shutil.which("nvim")
pytestmark = pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed (apt install neovim)")

TESTS = Path(__file__).parent
ROOT = TESTS.parent


def settings() -> str:
    """What docs/editors.md says to write into init.lua."""
    match = re.search(r"```lua\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(encoding="utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


def edit(folder: Path, file: Path, *actions: dict[str, Any], at: str = "") -> dict[str, Any]:
    """Open a file, wait for findings, apply the code actions and save; what Neovim saw."""
    program = folder / "bin" / "ms-lint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ms_lint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / "init.lua").write_text(settings(), encoding="utf-8")
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TESTS),
        "MS_LINT_TEST_OUT": str(folder / "seen.json"),
        "MS_LINT_TEST_ACTIONS": json.dumps(actions),
        **{f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }
    command = [str(NEOVIM), "--headless", "--noplugin", "-i", "NONE", "-n", "-u", str(folder / "init.lua")]
    command += ["-c", f"luafile {TESTS / 'data' / 'neovim.lua'}", str(file)]
    done = subprocess.run(
        command,
        cwd=file.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=500,
        check=False,
    )
    assert (folder / "seen.json").is_file(), done
    seen: dict[str, Any] = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    assert seen.get("problem") is None, seen
    return seen


def test_an_example(tmp_path: Path) -> None:
    file = tmp_path / "posenet.py"
    shutil.copyfile(ROOT / "examples" / "posenet_tf" / "posenet.py", file)
    seen = edit(tmp_path, file, {"line": 107, "column": 30, "title": "Ignore MSL701 on this line"})
    found = {(item["lnum"] + 1, item["col"] + 1, item["code"]): item["message"] for item in seen["diagnostics"]}
    assert found[107, 30, "MSL701"].startswith("`self.backbonne` is read in TrainingNet.construct")
    assert "Open the page of MSL701" in seen["offered"] or seen["offered"][-1] == "Ignore MSL701 on this line"
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[106] == "        position, rotation = self.backbonne(images)  # ms-lint: ignore[MSL701]"
    assert not any(item["code"] == "MSL701" and item["lnum"] == 106 for item in seen["left"])


def test_a_fix_behind_wide_characters(tmp_path: Path) -> None:
    (tmp_path / "ms-lint.toml").write_text('plugins = ["house_rules"]\n', encoding="utf-8")
    file = tmp_path / "a.py"
    head = "import mindspore; from house import *\n"
    file.write_text(head + "x = '😀层'; old_name(mindspore.ops.relu(1))\n", encoding="utf-8")
    column = len("x = '😀层'; old_name(mindspore.ops.re".encode())
    seen = edit(tmp_path, file, {"line": 2, "column": column, "title": "MSL951: It is the same function."})
    assert file.read_text(encoding="utf-8") == head + "x = '😀层'; new_name(mindspore.ops.relu(1))\n"
    assert seen["left"] == []
    assert "mindspore.ops.relu" in seen["hover"]
