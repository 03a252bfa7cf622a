"""Every door shows the same findings: one corpus through library, command line, flake8 and pylint."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple, Optional
from urllib.parse import unquote

import pytest

import ms_lint
from ms_lint.rules import load_rules

TESTS = Path(__file__).parent
ROOT = TESTS.parent

SETTINGS = """
[tool.ms-lint]
plugins = ["house_rules"]
select = ["ALL"]
confidence = "possible"
"""

HEAD = "import mindspore.nn as nn\nfrom house import *\n"
QUOTED = HEAD.replace("\n", "\n> ")

OWN_FILES = {
    "tabs.py": HEAD + "class Net(nn.Cell):\n\tdef construct(self, x):\n\t\treturn old_name(\tguess(x))\n",
    "wide.py": HEAD + "层 = '池化层'; 结果 = old_name(层, guess('é', note('😀')))\n",
    "crlf.py": (HEAD + 'text = """\n"""; old_name(\n    guess())\n').replace("\n", "\r\n"),
    "bom.py": "\ufeff" + HEAD + "old_name(guess())\n",
    "latin1.py": "# -*- coding: latin-1 -*-\n" + HEAD + "old_name('é', guess())\n",
    "form_feed.py": HEAD + "\x0c\nold_name()\n\x0cguess()\n",
    "continued.py": HEAD + "x = \\\n    old_name(\n        guess(),\n    )\ndel x\n",
    "f_string.py": HEAD + "x = f'{old_name()} é {guess()!r}'\n",
    "noqa.py": HEAD
    + "old_name()  # noqa\n"
    + "old_name()  # noqa: MSL951\n"
    + "old_name()  # noqa:MSL952,E501\n"
    + "old_name()  # noqa: MSL95\n"
    + "old_name()  # ms-lint: ignore[old-name]\n"
    + "old_name()  # ms-lint: ignore[MSL7]\n"
    + "old_name('''\n''', guess())  # noqa: MSL952\n",
    "whole_file.py": HEAD + "# ms-lint: ignore-file[MSL951]\nold_name(guess())\n",
    "failing_rule.py": HEAD + "break_rule(old_name())\n",
    "no_end_of_line.py": HEAD + "old_name()",
    "no_framework.py": "from house import *\nold_name()  # noqa: MSL952\n",
    "sub/__init__.py": "",
    "sub/relative.py": "import mindspore\nfrom . import base\nfrom house import *\nold_name(base)\n",
    "sub/base.py": "import mindspore\n",
    "document.md": f"# Title\n\n> ```python\n> {QUOTED}old_name('é', guess())\n> ```\n",
    "broken.py": HEAD + "def (:\n",
}
OWN_NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {"cell_type": "markdown", "source": ["Words.\n", "```python\n", "import torch\n", "```"]},
        {"cell_type": "code", "source": HEAD},
        {"cell_type": "code", "source": ["%time\n", "x = '层', old_name(\n", "    guess())\n"]},
    ],
}


class Shown(NamedTuple):
    """A finding as any door shows it; lines and columns from 1."""

    path: str
    cell: Optional[int]
    line: int
    column: int
    code: str
    message: str


@pytest.fixture(scope="module", name="corpus")
def make_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs of our rules, the examples, and files with every peculiarity."""
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in OWN_FILES.items():
        path = corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("latin-1" if name == "latin1.py" else "utf-8"))
    (corpus / "own.ipynb").write_text(json.dumps(OWN_NOTEBOOK), encoding="utf-8")
    for program in sorted(TESTS.glob("rules/**/before.py")):
        # under names of their own: pylint takes two modules of one name for one
        name = "_".join(program.relative_to(TESTS / "rules").parts).lower()
        shutil.copyfile(program, corpus / name)
    leave_out = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(ROOT / "examples", corpus / "examples", ignore=leave_out)
    return corpus


@pytest.fixture(scope="module", name="expected")
def expected_findings(corpus: Path) -> Counter[Shown]:
    """What the library finds, which is to be what all doors show."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(corpus)
        patch.syspath_prepend(str(TESTS))
        found = ms_lint.check_paths(["."])
    return Counter(
        Shown(
            item.path.replace(os.sep, "/"),
            item.location.cell,
            item.location.line,
            item.location.column,
            item.code,
            item.message,
        )
        for item in found
    )


def run(corpus: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONIOENCODING": "utf-8"}
    environment["PYLINTHOME"] = str(corpus / ".cache")
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        encoding="utf-8",
        cwd=corpus,
        env=environment,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


def check(corpus: Path, output_format: str, *arguments: str) -> str:
    return run(corpus, "ms_lint", "check", "--output-format", output_format, *arguments, ".")


def of_python(expected: Counter[Shown]) -> tuple[Counter[Shown], list[str]]:
    """What flake8 and pylint show: findings in Python files, and the files that do not parse, which
    they report themselves."""
    python = {item: count for item, count in expected.items() if item.path.endswith(".py")}
    unparsable = [item for item in python if item.code == "MSL001"]
    for item in unparsable:
        del python[item]
    return Counter(python), sorted(item.path for item in unparsable)


def test_the_corpus_is_worth_it(expected: Counter[Shown]) -> None:
    paths = {item.path for item in expected}
    silent = {"no_framework.py", "sub/__init__.py", "sub/base.py"}
    assert {*OWN_FILES, "own.ipynb"} - silent <= paths
    assert {"MSL001", "MSL002", "MSL003", "MSL951", "MSL952", "MSL953"} <= {item.code for item in expected}
    assert [item.code for item in expected if item.path == "broken.py"] == ["MSL001"]
    assert any(path.endswith("_before.py") for path in paths)
    assert any(path.startswith("examples/") for path in paths)
    places = {(item.path, item.line, item.column, item.code) for item in expected}
    assert ("tabs.py", 5, 10, "MSL951") in places
    assert ("wide.py", 3, 17, "MSL951") in places
    assert ("bom.py", 3, 10, "MSL952") in places
    assert ("document.md", 6, 17, "MSL952") in places


def test_text(corpus: Path, expected: Counter[Shown]) -> None:
    assert parse_text(check(corpus, "text")) == expected


HEADER = re.compile(
    r"(?P<path>.+?):(?:cell (?P<cell>\d+):)?(?P<line>\d+):(?P<column>\d+): (?:error|warning|info) "
    r"(?P<code>MSL\d{3}) \[[a-z0-9-]+\] (?:\[(?:likely|possible)\] )?(?P<message>.*)"
)
HELP = re.compile(r" {3,}= help: (?P<help>.*)")


def parse_text(text: str) -> Counter[Shown]:
    found: Counter[Shown] = Counter()
    *blocks, summary = text.split("\n\n")
    for block in blocks:
        header, *rest = block.split("\n")
        match = HEADER.fullmatch(header)
        assert match, header
        message = match["message"]
        help_ = next((line for line in map(HELP.fullmatch, rest) if line), None)
        if help_ and not message.endswith(help_["help"]):
            message += " " + help_["help"]
        cell = int(match["cell"]) if match["cell"] else None
        place = (match["path"], cell, int(match["line"]), int(match["column"]))
        found[Shown(*place, match["code"], message)] += 1
    assert summary.startswith(f"Found {sum(found.values())} findings (")
    return found


def test_json(corpus: Path, expected: Counter[Shown]) -> None:
    assert parse_json(check(corpus, "json")) == expected


def parse_json(text: str) -> Counter[Shown]:
    return Counter(
        Shown(*(item[key] for key in ("path", "cell", "line", "column", "code", "message")))
        for item in json.loads(text)["findings"]
    )


def test_processes(corpus: Path, expected: Counter[Shown]) -> None:
    assert parse_json(check(corpus, "json", "--jobs", "2")) == expected


def test_sarif(corpus: Path, expected: Counter[Shown]) -> None:
    found: Counter[Shown] = Counter()
    (sarif_run,) = json.loads(check(corpus, "sarif"))["runs"]
    for result in sarif_run["results"]:
        place = result["locations"][0]["physicalLocation"]
        path, region = unquote(place["artifactLocation"]["uri"]), place["region"]
        cell = result["properties"].get("cell")
        line, column = ("startLine", "startColumn") if cell is None else ("line", "column")
        at = region if cell is None else result["properties"]
        where = (path, cell, at[line], at[column])
        found[Shown(*where, result["ruleId"], result["message"]["text"])] += 1
        rule = sarif_run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert (rule["id"], rule["properties"]["name"]) == (result["ruleId"], result["properties"]["name"])
    assert found == expected


def test_github(corpus: Path, expected: Counter[Shown]) -> None:
    found: Counter[Shown] = Counter()
    for line in check(corpus, "github").splitlines():
        _, command, message = line.split("::", 2)
        properties = dict(item.split("=", 1) for item in command.partition(" ")[2].split(","))
        title = re.fullmatch(r"(MSL\d{3}) [a-z0-9-]+(?: \(cell (\d+):(\d+):(\d+)\))?", unquote(properties["title"]))
        assert title
        cell, line, column = title.groups()[1:] if title[2] else (None, properties["line"], properties["col"])
        where = (unquote(properties["file"]), int(cell) if cell else None, int(line), int(column))
        found[Shown(*where, title[1], unquote(message))] += 1
    assert found == expected


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_flake8(corpus: Path, expected: Counter[Shown], jobs: str) -> None:
    form = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
    out = run(corpus, "flake8", "--isolated", "--select=MSL,E999", f"--format={form}", f"--jobs={jobs}", ".")
    found: Counter[Shown] = Counter()
    unparsable = []
    for line in out.splitlines():
        path, row, column, code, message = line.split("\t")
        path = path.replace(os.sep, "/")[len("./") :]
        if code == "E999":
            unparsable.append(path)
        else:
            found[Shown(path, None, int(row), int(column), code, message)] += 1
    assert (found, sorted(unparsable)) == of_python(expected)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pylint(corpus: Path, expected: Counter[Shown], jobs: str) -> None:
    rules = [*load_rules(), *load_rules(("house_rules",))]
    ours = sorted({f"ms-lint-{rule.code[3]}" for rule in rules})
    files = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*.py"))
    out = run(
        corpus,
        "pylint",
        "--load-plugins=ms_lint.pylint",
        "--disable=all",
        f"--enable=syntax-error,{','.join(ours)}",
        "--output-format=json2",
        f"--jobs={jobs}",
        *files,
    )
    found: Counter[Shown] = Counter()
    unparsable = []
    names = {rule.code: rule.name for rule in rules}
    for item in json.loads(out)["messages"]:
        path = item["path"].replace(os.sep, "/")
        if item["messageId"] == "E0001":
            unparsable.append(path)
            continue
        code = f"MSL{item['messageId'][2:]}"
        assert item["symbol"] == names[code]
        found[Shown(path, None, item["line"], item["column"] + 1, code, item["message"])] += 1
    assert (found, sorted(unparsable)) == of_python(expected)
