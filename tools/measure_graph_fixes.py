"""What fixes make of measured constructs, run on the real compiler: ``measure_graph.py --fixes``.

Each construct that goes wrong in graph mode, is found, and has a rewrite that was verified is fixed, unsafe fixes
included. The original runs in PyNative mode and in graph mode, the fixed program in both: results, those of a second
call with other inputs, and gradients have to be those of the original in PyNative mode (tests/oracle_worker.py).

The facts do not say what a construct was called with. It is called with the first of some inputs with which PyNative
mode runs and graph mode is wrong; where there is none, with the first with which PyNative mode runs.

Needs an environment with mindspore.
"""

from __future__ import annotations

import itertools
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from result_difference import difference, first_line, observed_differences
from run_oracle import Batch, Outcome, run_batch

from ms_lint.findings import Finding
from ms_lint.runner import fix_content
from ms_lint.settings import Settings

#: What an input may be, and what it is in the second call.
_TENSORS = (
    ("F([1.0, -2.0])", "F([-0.5, 3.0])"),
    ("F([[1.0, -2.0], [3.0, 0.5]])", "F([[-0.5, 3.0], [2.0, -1.0]])"),
    ("F([[1.0, -2.0, 3.0], [4.0, 5.0, 6.0]])", "F([[0.0, 2.0, -3.0], [1.0, 0.5, 2.0]])"),
    ("F(3.0)", "F(-1.0)"),
    ("F([3.0])", "F([-1.0])"),
    ("F(np.arange(24).reshape(2, 3, 4))", "F(np.arange(24).reshape(2, 3, 4) * 0.5)"),
)
_LISTS = (("[F([1.0, 2.0]), F([3.0, 4.0])]", "[F([0.5, -2.0]), F([1.0, 2.0])]"),)
_OTHERS = (
    ("2", "3"),
    ("Tensor(1, ms.int32)", "Tensor(0, ms.int32)"),
    ("Tensor(1, ms.int64)", "Tensor(0, ms.int64)"),
    ("F([[0.5, 2.0], [1.0, -1.0]])", "F([[1.0, -2.0], [0.0, 1.0]])"),
)
#: What is compared besides the result.
_ASPECTS = ("again", "gradients")
_VERSION = "2.10.0"


@dataclass(frozen=True)
class Fixed:
    """A construct after its fixes: its program as it was and as it is, and the codes that were found and are left."""

    name: str
    original: str
    program: str
    codes: tuple[str, ...]
    left: tuple[str, ...]


def fixed(name: str, program: str, found: Sequence[Finding]) -> Fixed:
    """A program after all fixes of the rules for graph mode."""
    settings = Settings(select=("MSL6",), target_version=_VERSION, execution_mode="graph")
    made = fix_content(program.encode(), "net.py", settings, unsafe=True)
    codes = tuple(sorted({item.code for item in found}))
    return Fixed(name, program, made.content.decode(), codes, tuple(sorted({item.code for item in made.left})))


def report(programs: Sequence[Fixed], verbose: bool) -> int:
    """Run the programs, and print what became of them. Returns how many fixed ones do not do what they should."""
    done = [item for item in programs if not item.left]
    verdicts = judged(done)
    counts = Counter(verdict.partition(":")[0] for verdict in verdicts.values())
    print(f"constructs with a verified rewrite and a finding: {len(programs)}")
    print(f"fixed: {len(done)}")
    for kind in ("same", "different", "raises", "not run"):
        print(f"    {kind}: {counts[kind]}")
    for code in sorted({code for item in programs for code in item.codes}):
        own = [item for item in programs if code in item.codes]
        print(f"{code}: {sum(not item.left for item in own)} of {len(own)} fixed")
        if verbose:
            print("".join(f"    not fixed: {item.name}\n" for item in own if item.left), end="")
    for name, verdict in verdicts.items():
        if verdict != "same":
            print(f"    {name}: {verdict}")
    return len(done) - counts["same"]


def judged(programs: Sequence[Fixed]) -> dict[str, str]:
    """What became of each fixed program: ``same``, ``different: ...``, ``raises: ...`` or ``not run: ...``."""
    originals = {
        (item.name, call): f"{item.original}\n\n{call}\n" for item in programs for call in _calls(item.original)
    }
    in_python = {key: text.replace("@ms.jit\n", "") for key, text in originals.items()}  # jit compiles in either mode
    right = _run(in_python, "pynative")
    for item in programs:
        own = {key: text for key, text in in_python.items() if key[0] == item.name}
        if all(right[key].status != "ok" for key in own):  # an error of one before it may have come late
            for key, text in own.items():
                right.update(_run({key: text}, "pynative"))
    chosen = _chosen({key: text for key, text in originals.items() if right[key].status == "ok"}, right)
    by_name = {item.name: item for item in programs}
    mended = {key: f"{by_name[name].program}\n\n{key[1]}\n" for name, key in chosen.items()}
    after = {mode: _run(mended, mode) for mode in ("graph", "pynative")}
    for mode in after:
        for key in mended:
            if _apart(right[key], after[mode][key]) != "same":
                after[mode].update(_run({key: mended[key]}, mode))
    verdicts = {}
    for item in programs:
        verdicts[item.name] = "not run: the original does not run in PyNative mode"
        if item.name in chosen:
            key = chosen[item.name]
            apart = [(mode, _apart(right[key], after[mode][key])) for mode in after]
            verdicts[item.name] = next((f"{words} ({mode})" for mode, words in apart if words != "same"), "same")
    return verdicts


def _chosen(
    runs: Mapping[tuple[str, str], str], right: Mapping[tuple[str, str], Outcome]
) -> dict[str, tuple[str, str]]:
    """For each construct the first call with which graph mode is wrong, else the first one."""
    chosen: dict[str, tuple[str, str]] = {}
    waiting: dict[str, list[tuple[str, str]]] = {}
    for key in runs:
        waiting.setdefault(key[0], []).append(key)
    while waiting:
        tried = {keys[0]: runs[keys[0]] for keys in waiting.values()}
        for key, outcome in _run(tried, "graph").items():
            is_wrong = _apart(right[key], outcome) != "same"
            if is_wrong or key[0] not in chosen:
                chosen[key[0]] = key
            waiting[key[0]] = [] if is_wrong else waiting[key[0]][1:]
        waiting = {name: keys for name, keys in waiting.items() if keys}
    return chosen


def _apart(original: Outcome, other: Outcome) -> str:
    if other.status != "ok":
        return f"raises: {other.status} {other.error} {first_line(other.message)}"
    assert original.result is not None
    assert other.result is not None
    agrees, apart = difference(original.result, other.result)
    if not agrees:
        return f"different: {apart}"
    if original.observed is None or other.observed is None:
        return "same"
    before, after = original.observed, {**other.observed}
    after["gradients"] = {name: _by_inputs(before["gradients"].get(name), g) for name, g in after["gradients"].items()}
    if not before["again"]:  # a function without its `jit` is not called once more
        return "same"
    besides = observed_differences(before, after)
    words = [f"{aspect}: {besides[aspect]}" for aspect in _ASPECTS if aspect in besides]
    return f"different: {words[0]}" if words else "same"


def _by_inputs(original: Any, other: Any) -> Any:
    """A gradient without that of Parameters that the original does not have: a fix may make them known to the Cell."""
    is_more = isinstance(original, dict) and "items" not in original and len(other.get("items", ())) == 2
    return other["items"][0] if is_more else other


def _calls(program: str) -> Iterator[str]:
    """The calls that a construct may be meant to be made with."""
    given = re.search(r"^result = .*$", program, re.MULTILINE)
    if given is not None:
        yield ""
        return
    called = "net" if re.search(r"^net = Net\(\)$", program, re.MULTILINE) else "fn"
    signature = re.findall(r"def (?:construct|fn)\((.*?)\)", program)[-1]
    names = [part.strip() for part in signature.split(",") if "=" not in part and part.strip() != "/"]
    if called == "net":
        names = names[1:]
    firsts = _LISTS if names[:1] in (["xs"], ["d"]) else _TENSORS
    for pairs in itertools.product(firsts, *(_OTHERS for _ in names[1:])):
        first, second = (", ".join(pair[number] for pair in pairs[: len(names)]) for number in (0, 1))
        yield f"result = {called}({first})\nagain = ({second},)"


def _run(programs: Mapping[tuple[str, str], str], mode: str) -> dict[tuple[str, str], Outcome]:
    """The outcome of each program in a mode."""
    with tempfile.TemporaryDirectory() as name:
        files: dict[tuple[str, str], Path] = {}
        for number, (key, text) in enumerate(programs.items()):
            files[key] = Path(name) / f"p{number}" / f"{key[0]}.py"
            files[key].parent.mkdir()
            files[key].write_text(text, encoding="utf-8")
        _, outcomes = run_batch(Batch(sys.executable, "mindspore", mode, observe=True, files=list(files.values())))
    return {key: outcomes[path] for key, path in files.items()}
