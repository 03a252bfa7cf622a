"""The rules' claims on the real frameworks, and the tool that asks them (tools/run_oracle.py)."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from knowledge.rows import Row, read_rows
from result_difference import difference, first_line, observed_differences
from run_oracle import (
    PROGRAMS,
    TENSORFLOW_PYTHON,
    Batch,
    Case,
    Measurement,
    OracleError,
    Outcome,
    evidence,
    find_cases,
    kinds,
    made_cases,
    measure,
    measured,
    part_of,
    part_of_today,
    read_evidence,
    run_batch,
)

from ms_lint.knowledge.versions import SHIPPED_VERSIONS

CASES = [case for case in find_cases() if case.original is not None]

#: The whole table takes long: each day has another part of it. What only older versions do, the newest cannot show.
ROWS = [row for row in part_of(read_rows(), part_of_today(), 10) if row.runs_on(SHIPPED_VERSIONS[-1])]

# ---------------------------------------------------------------- the claims


@pytest.fixture(scope="session")
def measurements() -> dict[str, Measurement]:
    return {item.case.name: item for item in measure(CASES, os.environ.get(TENSORFLOW_PYTHON))}


def measurement_of(case: Case, measurements: dict[str, Measurement]) -> Measurement:
    if case.name not in measurements:
        assert case.original is not None
        assert case.original.stem == "tensorflow"
        pytest.skip(f"{TENSORFLOW_PYTHON} does not name a Python with TensorFlow")
    return measurements[case.name]


@pytest.mark.oracle
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_claims_are_true(case: Case, measurements: dict[str, Measurement]) -> None:
    assert measurement_of(case, measurements).refuted() == []


@pytest.mark.oracle
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.name))
def test_evidence_is_what_was_measured(case: Case, measurements: dict[str, Measurement]) -> None:
    seen = kinds(evidence([measurement_of(case, measurements)]))
    kept = {key: kind for key, kind in kinds(read_evidence()).items() if key[0] == case.name}
    assert seen == kept


@pytest.fixture(scope="session")
def measured_rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measurement]:
    cases = made_cases(ROWS, tmp_path_factory.mktemp("rows"))
    return {item.case.name: item for item in measure(cases, os.environ.get(TENSORFLOW_PYTHON))}


@pytest.mark.oracle
@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.id))
def test_rows_are_true(row: Row, measured_rows: dict[str, Measurement]) -> None:
    if row.case not in measured_rows:
        assert row.framework == "tensorflow"
        pytest.skip(f"{TENSORFLOW_PYTHON} does not name a Python with TensorFlow")
    item = measured_rows[row.case]
    assert item.refuted() == []
    kept = {key: kind for key, kind in kinds(read_evidence()).items() if key[0] == row.case}
    assert kinds(evidence([item])) == kept


#: All that a result does not show: what a Cell and its module keep, the gradient, what is printed and written.
EFFECTS = """
import logging

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.seen = []
        self.scale = 1.0

    def choose(self):
        self.scale = 3.0
        return 0

    def construct(self, x):
        self.seen.append(1)
        self.choose()
        with open("log.txt", "a") as file:
            file.write("called ")
        logging.warning("called")
        x = dict(a=x)["a"]
        return x * self.scale


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
net(x)
result = 1
"""


#: What is left out of that program, and where graph mode then is not as PyNative mode.
LEFT_OUT: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "files": ((), {"raises"}),
    "logging": (("with open", "file.write"), {"again", "gradients", "printed", "state"}),
    "attribute": (("with open", "file.write", "logging"), {"again", "gradients", "state"}),
    "list": (("with open", "file.write", "logging", "self.choose()"), {"gradients", "state"}),
    "gradient": (("with open", "file.write", "logging", "self.choose()", "self.seen.append"), {"gradients"}),
    "nothing": (("with open", "file.write", "logging", "self.choose()", "self.seen.append", "x = dict"), set()),
}


@pytest.mark.oracle
def test_what_results_do_not_show(tmp_path: Path) -> None:
    texts = {}
    for name, (left_out, _) in LEFT_OUT.items():
        lines = [line for line in EFFECTS.splitlines() if not line.strip().startswith(left_out or "#")]
        texts[name] = "\n".join(line for line in lines if line != "import logging" or "logging" not in left_out)
    files = write(tmp_path, **texts)
    pynative, graph = (
        run_batch(Batch(sys.executable, "mindspore", mode, observe=True, files=files))[1]
        for mode in ("pynative", "graph")
    )
    seen = {}
    for path in files:
        before, after = pynative[path].observed, graph[path].observed
        assert before is not None
        seen[path.stem] = {graph[path].status} if after is None else set(observed_differences(before, after))
        if path.stem == "files":
            assert before["files"] == {"log.txt": "called called "}
    assert seen == {name: aspects for name, (_, aspects) in LEFT_OUT.items()}


# ---------------------------------------------------------------- the tool, without any framework


def test_ten_days_see_all_rows() -> None:
    rows = read_rows()
    seen = [row.id for day in range(740000, 740010) for row in part_of(rows, day, 10)]
    assert sorted(seen) == sorted(row.id for row in rows)


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        paths.append(path)
    return paths


def run(files: list[Path], seconds: float = 60.0) -> dict[str, Outcome]:
    _, outcomes = run_batch(Batch(sys.executable, "python", "pynative", files=files), seconds)
    return {path.stem: outcome for path, outcome in outcomes.items()}


def test_a_crash_costs_one_program(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        first="result = 1",
        crash="import os\nos._exit(3)",
        abort="import os\nos.abort()",
        last="print('not a line of ours')\nresult = (1.5, 'text')",
    )
    outcomes = run(files)
    assert [outcome.status for outcome in outcomes.values()] == ["ok", "crashes", "crashes", "ok"]
    assert outcomes["crash"].message == "exit code 3"
    assert outcomes["last"].result == {"items": [{"value": 1.5}, {"value": "text"}]}


def test_a_hang_costs_one_program(tmp_path: Path) -> None:
    files = write(tmp_path, hang="import time\ntime.sleep(600)", last="result = 1")
    outcomes = run(files, seconds=4.0)
    assert [outcome.status for outcome in outcomes.values()] == ["hangs", "ok"]


def test_what_a_program_may_do(tmp_path: Path) -> None:
    files = write(
        tmp_path,
        error="def f():\n    raise KeyError('k')\n\n\nf()",
        leaves="import sys\nsys.exit('bye')",
        syntax="result = (",
        nothing="x = 1",
        thing="class Net: pass\n\n\nresult = Net()",
        source="import inspect\n\n\nclass Net: pass\n\n\nresult = inspect.getsource(Net)",
    )
    outcomes = run(files)
    assert outcomes["error"] == Outcome("raises", "KeyError", "'k'")
    assert outcomes["leaves"].error == "SystemExit"
    assert outcomes["syntax"].error == "SyntaxError"
    assert outcomes["nothing"].status == "invalid"
    assert outcomes["thing"].result == {"object": "Net"}
    assert outcomes["source"].result == {"value": "class Net: pass\n"}


def test_a_missing_framework_is_said(tmp_path: Path) -> None:
    files = write(tmp_path, program="result = 1")
    fake = tmp_path / "torch.py"
    fake.write_text("raise ImportError('no torch here')", encoding="utf-8")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{tmp_path}" exec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(OracleError, match="no torch here"):
        run_batch(Batch(str(python), "torch", "pynative", files=files))


def array(shape: list[int], numbers: Any) -> dict[str, Any]:
    return {"shape": shape, "numbers": numbers}


@pytest.mark.parametrize(
    ("original", "other", "expected"),
    [
        (array([2], [1.0, 2.0]), array([2], [1.0, 2.0]), (True, 0.0)),
        (array([2], [1.0, 2.0]), array([2], [1.0, 2.5]), (False, 0.5)),
        (array([1], [1000.0]), array([1], [1000.5]), (True, 0.5)),
        (array([1], [0.0]), array([1], [0.5]), (False, 0.5)),
        (array([2], [1, 2]), array([1, 2], [[1, 2]]), (False, "shape (1, 2) instead of (2,)")),
        (array([0], []), array([0], []), (True, 0.0)),
        (array([1], [float("nan")]), array([1], [float("nan")]), (True, 0.0)),
        (array([1], [1.0]), array([1], [float("nan")]), (False, "nan instead of 1.0")),
        (array([1], [float("inf")]), array([1], [float("inf")]), (True, 0.0)),
        (array([], 2.0), {"value": 2}, (True, 0.0)),
        ({"value": "a"}, {"value": "a"}, (True, 0.0)),
        ({"value": "a"}, {"value": "b"}, (False, "'b' instead of 'a'")),
        (array([], 2.0), {"object": "Net"}, (False, "an object of type Net instead of shape ()")),
        ({"items": [{"value": 1}]}, {"items": []}, (False, "0 results instead of 1")),
        ({"items": [{"value": 1}, {"value": 2}]}, {"items": [{"value": 1}, {"value": 5}]}, (False, 3.0)),
        ({"items": [{"value": 1}]}, {"value": 1}, (False, "1 instead of 1 results")),
    ],
)
def test_difference(original: dict[str, Any], other: dict[str, Any], expected: object) -> None:
    assert difference(original, other) == expected


def observed(**changed: Any) -> dict[str, Any]:
    return {
        "again": [array([1], [1.0]), {"raises": "ValueError"}],
        "gradients": {"call 1": array([1], [2.0])},
        "state": {"net.count": {"value": 1}},
        "printed": "a b",
        "files": {"log.txt": "called"},
        **changed,
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {}),
        ({"again": [array([1], [1.0]), array([1], [1.0])]}, {}),
        ({"again": [array([1], [3.0]), {"raises": "ValueError"}]}, {"again": "call 1: differs by 2"}),
        ({"again": [{"raises": "TypeError"}, {"raises": "ValueError"}]}, {"again": "call 1: raises TypeError"}),
        ({"gradients": {"call 1": array([1], [0.0])}}, {"gradients": "call 1: differs by 2"}),
        ({"state": {}}, {"state": "net.count is missing"}),
        ({"state": {"net.count": {"value": 1}, "net.x": {"value": 1}}}, {"state": "net.x is more"}),
        ({"printed": "a"}, {"printed": "text: 'a' instead of 'a b'"}),
        ({"files": {"log.txt": ""}}, {"files": "log.txt: '' instead of 'called'"}),
    ],
)
def test_observed_differences(changed: dict[str, Any], expected: dict[str, str]) -> None:
    assert observed_differences(observed(), observed(**changed)) == expected
    one, other = Outcome("ok", result={"value": 1}, observed=observed()), observed(**changed)
    seen = measured(Outcome("ok", result={"value": 1}, observed=other), one, one)
    assert seen["kind"] == ("differs" if expected else "agrees")
    assert seen.get("besides", {}) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("\n  In file /home/me/net/before.py:14\nmore", "In file before.py:14"),
        ("object at 0x7f00aa of <Net::140068684256784>", "object at ... of <Net::...>"),
        ("{{function_node __wrapped__Split_device_/job:localhost}} split_dim is wrong", "split_dim is wrong"),
        ("expected 1/2, and/or 'a/b'", "expected 1/2, and/or 'a/b'"),
        ("x" * 300, "x" * 157 + "..."),
    ],
)
def test_nothing_of_the_machine_stays_in_a_message(message: str, expected: str) -> None:
    assert first_line(message) == expected


ONE = Outcome("ok", result={"value": 1.0})
TWO = Outcome("ok", result={"value": 2.0})
ERROR = Outcome("raises", "TypeError", "wrong")


@pytest.mark.parametrize(
    ("program", "outcome", "is_true"),
    [
        ("before", ERROR, True),
        ("before", TWO, True),
        ("before", ONE, False),
        ("before", Outcome("crashes"), False),
        ("before", Outcome("hangs"), False),
        ("before", Outcome("invalid"), False),
        ("before", Outcome("raises", "ModuleNotFoundError", "No module named 'torch'"), False),
        ("before", Outcome("raises", "RuntimeError", "'repeat' is not supported on this device."), False),
        ("after", ONE, True),
        ("after", TWO, False),
        ("after", ERROR, False),
        ("silent", TWO, True),
        ("silent", ERROR, False),
    ],
)
def test_false_claims_are_refuted(program: str, outcome: Outcome, is_true: bool, tmp_path: Path) -> None:
    seen = measured(outcome, None if program == "silent" else ONE)
    case = Case("MSL999", tmp_path)
    item = Measurement(case, "torch", "2", "2", ONE, {program: {"pynative": seen}})
    assert (item.refuted() == []) is is_true


def test_what_another_program_left_behind_refutes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, torch="import torch", before="import mindspore", after="import mindspore")

    def one_after_another(batch: Batch) -> tuple[str, dict[Path, Outcome]]:
        late = {"before": TWO, "after": ONE if len(batch.files) == 1 else ERROR}
        return "1.0", {file: late.get(file.stem, ONE) for file in batch.files}

    monkeypatch.setattr("run_oracle.run_batch", one_after_another)
    (item,) = measure([Case("MSL999", tmp_path)])
    assert item.programs["after"]["pynative"]["kind"] == "agrees"
    assert item.refuted() == []


def test_graph_mode_alone_proves_nothing(tmp_path: Path) -> None:
    before = {"pynative": measured(ONE, ONE), "graph": measured(ERROR, ONE)}
    item = Measurement(Case("MSL999", tmp_path), "torch", "2", "2", ONE, {"before": before})
    assert len(item.refuted()) == 1
    assert set(item.programs) <= set(PROGRAMS)


def test_an_original_that_fails_is_noticed(tmp_path: Path) -> None:
    item = Measurement(Case("MSL999", tmp_path), "torch", "2", "2", ERROR, {})
    assert "the original raises: TypeError wrong" in item.refuted()[0]
