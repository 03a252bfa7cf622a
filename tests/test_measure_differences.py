"""The tool that counts which measured differences are found (tools/measure_differences.py)."""

from __future__ import annotations

from pathlib import Path

import pytest
from difference_programs import Line, NoProgramError, make_program, place_of
from measure_differences import Report, Verdict, main, measure, read_cases, read_coverage

FACTS = """
[meta]
main_version = "2.10.0"
"""
TENSORFLOW = """
[[difference]]
id = "{id}"
tensorflow = ["tf.nothing"]
mindspore = ["mindspore.nothing"]
summary = ""
silent = {silent}
evidence = ""
fix = "in words"
"""


def fact(name: str, severity: str, unadapted: str, fix: str = "ops.sigmoid(x)", **by_version: str) -> str:
    versions = {
        "1.10.0": "same",
        "2.10.0": "same",
        **{key[1:].replace("_", "."): by_version[key] for key in by_version},
    }
    table = ", ".join(f'"{version}" = "{outcome}"' for version, outcome in versions.items())
    return (
        f'[[difference]]\nid = "{name}"\narea = "ops.math"\nseverity = "{severity}"\n'
        f'unadapted = "{unadapted}"\nfix = "{fix}"\nby_version = {{ {table} }}\n'
    )


def verdicts(tmp_path: Path, *facts: str, tensorflow: str = "", programs: object = None) -> dict[str, Verdict]:
    """The verdicts by name; that of the main release under the name and ``main`` where there are two."""
    (tmp_path / "semantic_differences.toml").write_text(FACTS + "\n".join(facts), encoding="utf-8")
    (tmp_path / "tensorflow_differences.toml").write_text("schema = 1\n" + tensorflow, encoding="utf-8")
    found: dict[str, Verdict] = {}
    for case in read_cases(tmp_path, programs if isinstance(programs, dict) else {}):
        found[f"{case.id} main" if case.id in found else case.id] = measure(case)
    return found


def test_a_finding_on_the_line_counts(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        fact("seen", "silent", "ops.no_such_operator(x)"),
        fact("unseen", "loud", "ops.sigmoid(x)", fix="ops.tanh(x)"),
    )
    assert found["seen"].is_found
    assert not found["unseen"].is_found


def test_a_finding_that_the_repaired_line_gives_too_does_not_count_and_is_wrong(tmp_path: Path) -> None:
    found = verdicts(tmp_path, fact("both", "silent", "ops.no_such_operator(x)", fix="ops.no_such_thing(x)"))
    assert not found["both"].is_found
    report = Report(list(found.values()), {})
    assert report.wrong() == [found["both"]]


def test_a_finding_on_a_line_that_is_right_is_wrong(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        fact("right", "harmless", "ops.sigmoid(x)"),
        fact("alarm", "harmless", "ops.no_such_operator(x)"),
        fact("kernel", "cpu-kernel-missing", "ops.no_such_operator(x)"),
    )
    report = Report(list(found.values()), {})
    assert [item.case.id for item in report.wrong()] == ["alarm", "kernel"]
    assert report.missing() == []


def test_an_import_that_the_repaired_line_does_without_is_its_own(tmp_path: Path) -> None:
    older = fact("mint", "absent-in-older", "mint.sin(x)", fix="ops.sin(x)", v1_10_0="absent")
    found = verdicts(tmp_path, older)["mint"]
    assert [item.code for item in found.findings] == ["MSL206"]
    assert found.program is not None
    line = found.program.text.splitlines().index("from mindspore import mint") + 1
    assert [item.location.line for item in found.findings if item.location] == [line]


def test_what_holds_in_an_older_release_is_checked_there_and_is_right_on_the_main_one(tmp_path: Path) -> None:
    older = fact("old", "absent-in-older", "ops.rand(3)", v1_10_0="absent", v2_0_0="same")
    found = verdicts(tmp_path, older)
    assert found["old"].case.version == "1.10.0"
    assert found["old"].is_found
    assert found["old main"].case.version == "2.10.0"
    assert found["old main"].case.must_be_silent
    assert not found["old main"].is_found


def test_the_newest_release_where_it_holds_is_taken(tmp_path: Path) -> None:
    older = fact("old", "loud-in-older", "ops.tanh(x)", v1_10_0="absent", v2_0_0="raises:TypeError", v2_7_0="same")
    assert verdicts(tmp_path, older)["old"].case.version == "2.0.0"


def test_findings_of_the_frame_do_not_count(tmp_path: Path) -> None:
    programs = {"torch": {"framed": {"place": "module", "setup": "y = ops.no_such_operator(x)"}}}
    found = verdicts(tmp_path, fact("framed", "silent", "ops.sigmoid(x)"), programs=programs)
    assert not found["framed"].is_found


def test_tensorflow_cases_have_programs_written_by_hand(tmp_path: Path) -> None:
    facts = TENSORFLOW.format(id="written", silent="true") + TENSORFLOW.format(id="unwritten", silent="false")
    programs = {"tensorflow": {"written": {"code": "ops.no_such_operator(x)"}}}
    found = verdicts(tmp_path, tensorflow=facts, programs=programs)
    assert found["written"].is_found
    assert found["written"].case.origin == "tensorflow"
    assert found["written"].case.kind == "silent"
    report = Report(list(found.values()), {})
    assert report.without_program() == [found["unwritten"]]
    assert Report(list(found.values()), {"unwritten": "why"}).without_program() == []


def test_what_is_listed_as_unseen_is_not_missing_and_must_not_be_found(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        fact("seen", "silent", "ops.no_such_operator(x)"),
        fact("unseen", "silent", "ops.sigmoid(x)", fix="ops.tanh(x)"),
    )
    report = Report(list(found.values()), {"seen": "why", "unseen": "why"})
    assert report.missing() == []
    assert report.found_after_all() == [found["seen"]]


def test_a_line_that_is_right_and_listed_is_not_counted(tmp_path: Path) -> None:
    found = verdicts(tmp_path, fact("by its data", "harmless", "ops.no_such_operator(x)"))
    report = Report(list(found.values()), {"by its data": "why"})
    assert report.wrong() == report.found_after_all() == []
    assert report.table()[-1].split() == ["all", "-", "-", "-", "0/0", "-", "1"]


def test_the_table_counts_by_area_and_kind(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        fact("seen", "silent", "ops.no_such_operator(x)"),
        fact("unseen", "silent", "ops.sigmoid(x)", fix="ops.tanh(x)"),
        fact("given up", "silent", "ops.sigmoid(x)", fix="ops.tanh(x)"),
        fact("right", "harmless", "ops.sigmoid(x)"),
    )
    table = Report(list(found.values()), {"given up": "why"}).table()
    assert [line.split() for line in table] == [
        ["area", "silent", "loud", "older", "same", "no", "kernel", "not", "in", "source"],
        ["ops.math", "1/2", "-", "-", "1/1", "-", "1"],
        ["all", "1/2", "-", "-", "1/1", "-", "1"],
    ]


def test_coverage_is_a_table_with_reasons() -> None:
    text = "| difference | why |\n| --- | --- |\n| `a-b` | it depends on data |\n\n`c` is not listed\n"
    assert read_coverage(text) == {"a-b": "it depends on data"}


@pytest.mark.parametrize(
    ("code", "area", "place"),
    [
        ("ops.sigmoid(x)", "ops.math", "construct"),
        ("x.add_(1)  # in construct", "tensor.inplace", "construct"),
        ("x.add_(1)", "tensor.inplace", "module"),
        ("nn.SGD(params, 0.1)", "optim", "module"),
        ("nn.Conv2d(3, 8, 3)", "nn.conv", "construct"),
        ("initializer('normal', shape)", "init", "init"),
        ("self.b = Parameter(t)", "module.api", "init"),
        ("class Net(nn.Cell): ...", "module.api", "class"),
    ],
)
def test_a_line_has_its_place(code: str, area: str, place: str) -> None:
    assert place_of(code, area) == place


def test_words_have_no_program() -> None:
    with pytest.raises(NoProgramError, match="not code"):
        make_program(Line("the layer twice", "module"))
    with pytest.raises(NoProgramError, match="nothing binds unheard_of"):
        make_program(Line("unheard_of(x)", "module"))


def test_layers_are_made_in_init_and_called_in_construct() -> None:
    program = make_program(Line("nn.Conv2d(3, 8, 3)", "construct"))
    lines = program.text.splitlines()
    assert [lines[number - 1].strip() for number in sorted(program.own_lines)] == [
        "self.layer = nn.Conv2d(3, 8, 3)",
        "return self.layer(x)",
    ]
    compile(program.text, "program", "exec")


def test_names_are_bound_before_they_are_read() -> None:
    program = make_program(Line("for loss in batches:\n    optimizer(grads)", "module"))
    scope = program.text.splitlines()
    assert scope.index("net = Net()") < scope.index("params = net.trainable_params()")
    assert "x = Tensor(np.load('x.npy'), ms.float32)" in scope


def test_the_exit_code_and_the_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdicts(tmp_path, fact("unseen", "loud", "ops.sigmoid(x)", fix="ops.tanh(x)"))
    assert main(["--facts", str(tmp_path), "--missing"]) == 0
    out = capsys.readouterr().out
    assert "--- unseen (ops.math, loud, torch, 2.10.0)" in out
    assert "  >         return ops.sigmoid(x)" in out
    verdicts(tmp_path, fact("alarm", "harmless", "ops.no_such_operator(x)"))
    assert main(["--facts", str(tmp_path), "--wrong"]) == 1
    assert "MSL206" in capsys.readouterr().out
    assert main(["--facts", str(tmp_path), "--snippet", "alarm"]) == 0
    assert main(["--facts", str(tmp_path), "--snippet", "none"]) == 1


def test_convolutions_have_the_bias_that_the_original_has(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        fact("padding", "loud", "nn.Conv2d(3, 8, (3, 3), padding=1)").replace("ops.math", "nn.conv"),
        fact("bias", "silent", "nn.Conv2d(3, 8, 1)", fix="nn.Conv2d(3, 8, 1, has_bias=True)").replace(
            "ops.math", "nn.conv"
        ),
    )
    program = found["padding"].program
    assert program is not None
    assert "self.layer = nn.Conv2d(3, 8, (3, 3), padding=1, has_bias=True)" in program.text
    program = found["bias"].program
    assert program is not None
    assert "self.layer = nn.Conv2d(3, 8, 1)\n" in program.text
