"""`ms-lint report`: what the picture holds, the page, the Markdown, and the way over time."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ms_lint.cli import main
from ms_lint.picture import markdown, page
from ms_lint.picture.data import Data, EarlierError, picture, share, trend
from ms_lint.picture.treemap import Box, treemap
from ms_lint.picture.words import percent

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PORT = """\
import torch
import mindspore as ms
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.pool = nn.MaxPool2d(2, 2)

    def construct(self, x):
        x = torch.relu(self.conv(x))
        return torch.ops.no_such.thing(self.pool(x))
"""
ORIGINAL = """\
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm2d(8)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package with one file that is ported halfway, one that is not ported, and one that cannot be read."""
    package = tmp_path / "package"
    package.mkdir()
    (package / "port.py").write_text(PORT)
    (package / "original.py").write_text(ORIGINAL)
    (package / "plain.py").write_text("print(1)\n")
    (package / "broken.py").write_text("import torch\ndef f(:\n")
    return tmp_path


@pytest.fixture
def data(project: Path, monkeypatch: pytest.MonkeyPatch) -> Data:
    """The picture of the project."""
    monkeypatch.chdir(project)
    return picture(["package"], {}, "2026-03-01")


def test_progress_counts_resolved_uses_not_imports(data: Data) -> None:
    files = {file["path"]: file["references"] for file in data["files"]}
    assert files["package/port.py"]["torch"] == 2
    assert files["package/port.py"]["mindspore"] >= 3
    assert files["package/original.py"] == {"mindspore": 0, "torch": 2, "tensorflow": 0}
    assert "package/plain.py" not in files
    assert data["totals"]["files"] == 4
    assert data["totals"]["references"]["torch"] == 4
    (package,) = data["packages"]
    assert package["path"] == "package"
    assert package["references"] == data["totals"]["references"]


def test_what_was_not_judged_is_never_counted_as_done(data: Data) -> None:
    (item,) = data["by_hand"]["not_judged"]
    assert item["path"] == "package/broken.py"
    assert "Nothing that ms-lint knows of" not in page.render(data, [])


def test_names_without_a_counterpart_are_on_top(data: Data) -> None:
    verdicts = [api["verdict"] for api in data["apis"]]
    assert data["apis"][0]["name"] == "torch.ops.no_such.thing"
    assert verdicts[0] in ("none", "unknown")
    assert not {"none", "unknown"} & set(verdicts[1:])
    assert data["by_hand"]["apis"] == 1
    relu = next(api for api in data["apis"] if api["name"] == "torch.relu")
    assert relu["write"] == "ops.relu"
    assert relu["places"] == [{"path": "package/port.py", "line": 13, "column": 13}]


def test_every_finding_is_in_a_rule_and_a_family(data: Data) -> None:
    total = data["totals"]["findings"]
    assert total == sum(rule["findings"] for rule in data["rules"]) == sum(one["findings"] for one in data["families"])
    assert total == sum(file["findings"] for file in data["files"])
    assert data["by_hand"]["findings"] == total - data["totals"]["fixable"]
    assert [rule["by_hand"] for rule in data["rules"]] == sorted((r["by_hand"] for r in data["rules"]), reverse=True)


def test_a_fix_is_known_at_its_use(data: Data) -> None:
    for api in data["apis"]:
        assert 0 <= api["fixable"] <= api["uses"]


def test_share() -> None:
    assert share({"mindspore": 3, "torch": 1}) == 0.75
    assert share({}) == 1.0
    assert (percent(1.0), percent(0.99999), percent(0.00001), percent(0.5)) == (
        "100 %",
        "> 99.9 %",
        "< 0.1 %",
        "50.0 %",
    )


# ---------------------------------------------------------------- over time


def test_the_trend_is_in_order_of_time(data: Data) -> None:
    older = {**data, "date": "2026-01-05"}
    newer = {**data, "date": "2026-02-05"}
    points = trend(data, [("b.json", newer), ("a.json", older)])
    assert [point["date"] for point in points] == ["2026-01-05", "2026-02-05", "2026-03-01"]
    shown = page.render(data, points)
    assert "Over time" in shown
    assert shown.count("<circle") == 6
    assert "Over time" not in page.render(data, points[-1:])


@pytest.mark.parametrize("report", [{}, [], 3, None, {"schema": 1, "totals": {}}, {"schema": "1"}])
def test_what_is_no_report_is_refused_by_name(data: Data, report: object) -> None:
    with pytest.raises(EarlierError, match=r"old\.json"):
        trend(data, [("old.json", report)])


def test_a_report_of_a_later_version_is_refused(data: Data) -> None:
    with pytest.raises(EarlierError, match=r"later version of ms-lint \(9\.9\)"):
        trend(data, [("new.json", {**data, "schema": 99, "version": "9.9"})])


# ---------------------------------------------------------------- the page


class _Tags(HTMLParser):
    """The tags and what they load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for key, value in attrs if key in ("src", "srcset", "data") or key.startswith("on")]
        if tag not in ("a",):
            self.loads += [value or "" for key, value in attrs if key == "href"]


def test_the_page_loads_nothing(data: Data) -> None:
    shown = page.render(data, trend(data, []))
    tags = _Tags(shown)
    assert tags.loads == []
    assert {"link", "img", "iframe", "base"}.isdisjoint(tags.tags)
    assert "url(" not in shown
    assert "@import" not in shown


HOSTILE = "<img src=x onerror=alert(1)>\"'&{{7*7}}</script>|`"


def _poisoned(value: Any) -> Any:
    """The same data with every text that comes from scanned files made hostile."""
    if isinstance(value, dict):
        return {
            key: HOSTILE if key in ("path", "message", "name", "write", "advice", "paths") else _poisoned(item)
            for key, item in value.items()
        }
    return [_poisoned(item) for item in value] if isinstance(value, list) else value


def test_text_of_scanned_files_is_escaped(data: Data) -> None:
    plain, poisoned = page.render(data, []), page.render({**_poisoned(data), "paths": [HOSTILE]}, [])
    assert sorted(set(_Tags(poisoned).tags)) == sorted(set(_Tags(plain).tags))
    assert _Tags(poisoned).loads == []
    assert "<img" not in poisoned
    assert "{{7*7}}" in poisoned
    shown = (
        MarkdownIt("commonmark").enable("table").render(markdown.render({**_poisoned(data), "paths": [HOSTILE]}, []))
    )
    assert "img" not in _Tags(shown).tags
    assert "table" in _Tags(shown).tags


def test_folders_that_are_done_are_put_away(data: Data) -> None:
    rest = {**data["packages"][0], "references": {"mindspore": 3, "torch": 0, "tensorflow": 0}, "findings": 0}
    done = {**rest, "path": "done"}
    shown = page.render({**data, "packages": [done, *data["packages"]]}, [])
    assert shown.index(">package</span>") < shown.index("have no findings: 1") < shown.index(">done</span>")
    assert "have no findings" not in page.render(data, [])


def test_a_project_without_frameworks(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("print(1)\n")
    empty = picture([str(tmp_path)], {}, "2026-03-01")
    assert empty["files"] == empty["apis"] == empty["rules"] == []
    shown = page.render(empty, [])
    assert "No file here uses a framework" in shown
    assert "Nothing that ms-lint knows of" in shown
    assert "100 %" not in shown


def _chromium(*arguments: str) -> str:
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
@pytest.mark.parametrize("width", [500, 1200])
def test_the_page_fits_its_window(data: Data, tmp_path: Path, width: int) -> None:
    probe = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth</script></body>"
    file = tmp_path / "page.html"
    file.write_text(page.render(data, trend(data, [("a", {**data, "date": "2026-01-01"})])).replace("</body>", probe))
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    shown = _chromium(profile, f"--window-size={width},900", "--dump-dom", file.as_uri())
    match = re.search(r"<title>(\d+) of (\d+)</title>", shown)
    assert match is not None
    assert int(match[1]) <= int(match[2])


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_the_filter_hides_other_names(data: Data, tmp_path: Path) -> None:
    probe = """<script>
        filter.value = "Relu"; filter.dispatchEvent(new Event("input"));
        const shown = [...document.querySelectorAll("#inventory tbody tr")].filter((row) => !row.hidden);
        document.title = shown.map((row) => row.cells[0].textContent).join()</script></body>"""
    file = tmp_path / "page.html"
    file.write_text(page.render(data, []).replace("</body>", probe))
    shown = _chromium(f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri())
    assert "<title>torch.relu</title>" in shown


# ---------------------------------------------------------------- the map


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=80))
def test_the_boxes_of_a_map_fill_it(weights: list[int]) -> None:
    weights.sort(reverse=True)
    within = Box(0, 0, 960, 320)
    boxes = treemap(weights, within)
    scale = within.width * within.height / sum(weights)
    for weight, box in zip(weights, boxes):
        assert box.width * box.height == pytest.approx(weight * scale, rel=1e-6)
        assert -1e-6 <= box.x <= box.x + box.width <= 960.001
        assert -1e-6 <= box.y <= box.y + box.height <= 320.001


def test_an_empty_map() -> None:
    assert treemap([], Box(0, 0, 10, 10)) == []


# ---------------------------------------------------------------- the command


def test_the_command_writes_by_the_ending(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    for name, beginning in (("r.html", "<!doctype html>"), ("r.json", "{"), ("r.md", "# Migration to MindSpore")):
        assert main(["report", "package", "-o", name]) == 0
        assert Path(name).read_text(encoding="utf-8").startswith(beginning)
    assert main(["report", "package", "-o", "old.json", "--date", "2020-02-29"]) == 0
    assert json.loads(Path("old.json").read_text(encoding="utf-8"))["date"] == "2020-02-29"
    assert main(["report", "package", "-o", "r2.html", "--earlier", "r.json"]) == 0
    assert "Over time" in Path("r2.html").read_text(encoding="utf-8")


def test_json_and_markdown_can_be_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(project), "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["files"] == 4
    assert main(["report", str(project), "--output-format", "md"]) == 0
    shown = capsys.readouterr().out
    assert "## APIs of other frameworks" in shown
    assert all(line.count("|") > 2 for line in shown.splitlines() if line.startswith("|"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "."], "-o report.html"),
        (["report", ".", "-o", "r.json", "--date", "2026-02-30"], "`2026-02-30` is no day"),
        (["report", "no/such/path", "-o", "r.json"], "no such file or folder: no/such/path"),
        (["report", ".", "-o", "r.json", "--earlier", "missing.json"], "missing.json: No such file"),
        (["report", ".", "-o", "r.json", "--earlier", "text.json"], "text.json: this is not JSON"),
        (["report", ".", "-o", "no/folder/r.json"], "no/folder/r.json: cannot be written"),
    ],
)
def test_wrong_usage(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.json").write_text("not json")
    with contextlib.suppress(SystemExit):
        assert main(arguments) == 2
    assert words in capsys.readouterr().err
