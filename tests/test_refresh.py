"""Knowledge of the user's own MindSpore: `ms-lint api refresh`, and what is targeted with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ms_lint.knowledge import versions
from ms_lint.knowledge.catalog import DATA, Package
from ms_lint.knowledge.refresh import RefreshError, locate, refresh

METADATA = "Metadata-Version: 2.1\nName: mindspore\nVersion: {}\n"
NEW_LAYER = '''
class Cell:
    """A network."""
    def __init__(self, auto_prefix=True, flags=None): pass

class Dense(Cell):
    def __init__(self, in_channels, out_channels, bias=True): pass
    def construct(self, x): pass

class Mamba(Cell):
    def __init__(self, width, *, depth): pass
    def construct(self, x): pass
'''


@pytest.fixture(name="data", autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for the user's own knowledge."""
    monkeypatch.setenv(versions.FOLDER_VARIABLE, str(tmp_path / "data"))
    versions.forget()
    yield tmp_path / "data"
    versions.forget()


def lay_out(folder: Path, version: str = "2.11.0.dev20261101", changes: Mapping[str, bytes] = {}) -> Path:
    """A site-packages folder with something like MindSpore: enough names, and a layer that none had before."""
    files = {
        "mindspore/__init__.py": b"from mindspore import nn, ops\nfrom mindspore.common import Tensor, Parameter\n",
        "mindspore/common/__init__.py": b"from .tensor import Tensor, Parameter\n",
        "mindspore/common/tensor.py": b"class Tensor:\n    def abs(self): pass\nclass Parameter(Tensor): pass\n",
        "mindspore/nn/__init__.py": NEW_LAYER.encode(),
        "mindspore/ops/__init__.py": "".join(f"def f{number}(x): pass\n" for number in range(1000)).encode(),
        "mindspore/never.py": b"raise SystemExit('imported')\n",
        f"mindspore-{version}.dist-info/METADATA": METADATA.format(version).encode(),
        **changes,
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ms_lint", *arguments], capture_output=True, text=True, check=False)


def check(path: Path, target: str) -> list[tuple[str, int]]:
    done = run("check", "--output-format", "json", "--target-version", target, str(path))
    assert done.returncode in (0, 1), done.stderr
    return [(item["code"], item["line"]) for item in json.loads(done.stdout)["findings"]]


def test_a_nightly_can_be_targeted(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text(
        "from mindspore import nn, ops\n"
        "a = nn.Mamba(3, depth=2)\n"
        "b = nn.Mamba(3)\n"
        "c = nn.Conv2d(1, 2, 3)\n"
        "d = ops.f1(c)\n",
        encoding="utf-8",
    )
    assert check(file, "2.11") == [("MSL206", 2), ("MSL206", 3), ("MSL206", 5)]
    done = run("api", "refresh", "--path", str(lay_out(tmp_path / "site")))
    assert done.returncode == 0, done.stderr
    assert "Read MindSpore 2.11.0" in done.stdout
    assert "Against MindSpore 2.10.0" in done.stdout
    # what the new one has, what it asks for, and what it no longer has
    assert check(file, "2.11") == [("MSL201", 3), ("MSL206", 4)]
    assert check(file, "2.10") == [("MSL206", 2), ("MSL206", 3), ("MSL209", 4), ("MSL206", 5)]
    both = [("MSL201", 3), ("MSL207", 2), ("MSL207", 3), ("MSL207", 4), ("MSL207", 5)]
    assert sorted(check(file, ">=2.10,<2.12")) == both
    shown = run("api", "mindspore.nn.Mamba", "--target-version", "2.11")
    assert shown.stdout.startswith("mindspore.nn.Mamba  (class, since 2.11 (2.10 does not have it))"), shown.stdout
    assert run("api", "torch.nn.Linear", "--target-version", "2.11").stdout.count("nn.Dense") > 0
    # a counterpart that the new one lacks is not suggested
    assert "2.10" in run("api", "torch.nn.Conv2d", "--target-version", "2.11").stdout


def test_the_users_own_counts_more_than_what_is_shipped(tmp_path: Path) -> None:
    file = tmp_path / "net.py"
    file.write_text("from mindspore import nn\na = nn.Mamba(3, depth=2)\nb = nn.Dense(1, 2, bias=False)\n")
    assert check(file, "2.10") == [("MSL206", 2), ("MSL205", 3)]
    assert run("api", "refresh", "--path", str(lay_out(tmp_path / "site", "2.10.0"))).returncode == 0
    assert check(file, "2.10") == []
    assert check(file, "2.9") == [("MSL206", 2), ("MSL205", 3)]


def test_from_an_interpreter(tmp_path: Path) -> None:
    site = lay_out(tmp_path / "site")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{site}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    assert locate(str(python)) == site / "mindspore"
    done = run("api", "refresh", "--python", str(python), "--output-format", "json")
    assert json.loads(done.stdout)["version"] == "2.11.0"
    assert versions.known_versions()[-1] == "2.11.0"


def test_from_a_wheel(tmp_path: Path) -> None:
    site = lay_out(tmp_path / "site", "2.12.3rc1")
    wheel = tmp_path / "mindspore-2.12.3rc1-cp311-cp311-linux_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(site.rglob("*")):
            name = path.relative_to(site).as_posix()
            archive.write(path, name if ".dist-info" in name else f"mindspore-2.12.3rc1.data/purelib/{name}")
        archive.writestr("mindspore/lib/libmindspore_core.so", b"\x00Tensor.mend(dim=<int>)\x00")
    done = refresh(wheel)
    assert done.version == "2.12.3"
    data = Package(DATA / "mindspore.tsv", versions.own_tables("mindspore"))
    assert data.versions[-1] == "2.12.3"
    mend = data.find("mindspore.Tensor.mend", len(data.versions) - 1)
    assert mend is not None
    assert mend.signature_texts == ("dim=?",)


def test_the_same_sources_give_the_same_table(tmp_path: Path, data: Path) -> None:
    site = lay_out(tmp_path / "site")
    refresh(site)
    first = (data / "2.11.0" / "mindspore.tsv").read_bytes()
    refresh(site / "mindspore")
    again = (data / "2.11.0" / "mindspore.tsv").read_bytes()
    assert first == again
    assert sorted(path.name for path in (data / "2.11.0").iterdir()) == ["graph.tsv", "mindspore.tsv"]


BROKEN = {
    "no syntax": {"mindspore/nn/__init__.py": b"class Cell(:\n"},
    "no text": {"mindspore/common/tensor.py": bytes(range(256)) * 50},
    "nul bytes": {"mindspore/nn/__init__.py": b"\x00" * 100, "mindspore/ops/__init__.py": b"\x00"},
    "empty": {"mindspore/__init__.py": b""},
    "imports itself": {"mindspore/__init__.py": b"from mindspore import *\nimport mindspore\n"},
    "deep": {"mindspore/nn/__init__.py": b"x = " + b"(" * 5000 + b")" * 5000},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_sources_that_are_broken(tmp_path: Path, data: Path, changes: dict[str, bytes]) -> None:
    done = run("api", "refresh", "--path", str(lay_out(tmp_path / "site", changes=changes)))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be read as a MindSpore" in done.stderr
    assert not data.exists()


def test_a_broken_part_does_not_matter(tmp_path: Path) -> None:
    site = lay_out(tmp_path / "site", changes={"mindspore/broken.py": b"class (:\n", "mindspore/nul.py": b"\x00"})
    assert refresh(site).names > 1000


def test_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.whl").write_bytes(b"not an archive")
    for place in (tmp_path, tmp_path / "a.whl", tmp_path / "nowhere"):
        with pytest.raises(RefreshError):
            refresh(place)
    site = lay_out(tmp_path / "site")
    for path in site.glob("*.dist-info/METADATA"):
        path.unlink()
    with pytest.raises(RefreshError, match="which version"):
        refresh(site)
    (site / "mindspore" / "version.py").write_text("__version__ = '2.11.5'\n", encoding="utf-8")
    assert refresh(site).version == "2.11.5"
    with pytest.raises(RefreshError, match="cannot be asked"):
        locate(str(tmp_path / "nowhere"))
    done = run("api", "refresh", "--python", sys.executable, "--path", str(site))
    assert done.returncode == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "folder", "none"])
def test_a_damaged_table_is_passed_over(tmp_path: Path, data: Path, damage: str) -> None:
    refresh(lay_out(tmp_path / "site"))
    table = data / "2.11.0" / "mindspore.tsv"
    content = table.read_bytes()
    if damage == "cut":
        table.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        table.write_bytes(content.replace(b"Mamba", b"Mambo"))
    elif damage == "empty":
        table.write_bytes(b"")
    elif damage in ("folder", "none"):
        table.unlink()
        if damage == "folder":
            table.mkdir()
    versions.forget()
    assert versions.known_versions() == versions.SHIPPED_VERSIONS
    file = tmp_path / "net.py"
    file.write_text("from mindspore import nn\na = nn.Mamba(3, depth=2)\n")
    assert check(file, "2.11") == [("MSL206", 2)]


def test_where_data_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(versions.FOLDER_VARIABLE)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert versions.data_folder() == tmp_path / "ms-lint" / "knowledge"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert versions.data_folder() == Path(os.path.expanduser("~"), ".local", "share", "ms-lint", "knowledge")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "Application Support" in str(versions.data_folder())
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert versions.data_folder() == tmp_path / "local" / "ms-lint" / "knowledge"


@pytest.mark.oracle
def test_the_real_package_under_another_version(tmp_path: Path) -> None:
    mindspore = pytest.importorskip("mindspore")
    site = tmp_path / "site"
    site.mkdir()
    (site / "mindspore").symlink_to(Path(mindspore.__file__).parent, target_is_directory=True)
    (site / "mindspore-2.99.0.dist-info").mkdir()
    (site / "mindspore-2.99.0.dist-info" / "METADATA").write_text(METADATA.format("2.99.0"), encoding="utf-8")
    done = refresh(site)
    assert (done.version, done.before) == ("2.99.0", "2.10.0")
    assert mindspore.__version__ != "2.10.0" or (done.new, done.gone) == (0, 0)
    rules = Path(__file__).parent / "rules"
    for name in ("MSL205/layer", "MSL206/torch_name", "MSL301/pair", "MSL108"):
        for program in ("before.py", "after.py"):
            path = rules / name / program
            assert check(path, "2.99") == check(path, "2.10"), path
