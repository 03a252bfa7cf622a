"""Convert a folder of torch snippets with the fixes, run both sides, and count what agrees.

    python tools/measure_conversion.py [--mode graph] [--show KIND] [--only TEXT] [FOLDER]

FOLDER is `tests/data/snippets` where it is left out; `tests/data/models` has whole models, a file each. A file of
snippets has a head, a line `====`, and snippets between empty lines: an expression, or statements that set
`result`, or `net` and `inputs`: then the weights of `net` are filled with the same numbers on both sides, and it is
called. A file that sets `net` and a function `trained` is trained: that function is called with the filled `net`, and
gives the losses. `tests/data/loops` has training loops. Needs the environment of the oracle, with mindspore and torch.

Kinds: ``equal``, ``different``, ``left`` (torch is left in what was converted), ``raises`` (MindSpore refuses it), and
``invalid`` (torch itself refuses the snippet).
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).resolve().parents[1]
SNIPPETS = ROOT / "tests" / "data" / "snippets"
KINDS = ("equal", "different", "left", "raises", "invalid")
_TOLERANCE = 2e-4


@dataclass(frozen=True)
class Snippet:
    """One program of torch: the file and its number in it, the whole text, and the part without the file's head."""

    name: str
    text: str
    shown: str


@dataclass(frozen=True)
class Outcome:
    """What became of a snippet; ``is_safe`` says that safe fixes alone converted it."""

    snippet: Snippet
    kind: str
    is_safe: bool
    converted: str
    message: str = ""


def read_snippets(folder: Path) -> Iterator[Snippet]:
    """The snippets of all files of a folder, in order."""
    for path in sorted(folder.glob("*.py")):  # a whole file that sets `net` and `inputs`
        text = path.read_text(encoding="utf-8")
        yield Snippet(path.stem, text, path.name)
    for path in sorted(folder.glob("*.txt")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n====\n")
        for number, block in enumerate(blocks_joined(re.split(r"\n\n(?=\S)", body.strip("\n"))), 1):
            yield _snippet(f"{path.stem}:{number}", head, block.strip("\n"))


def _snippet(name: str, head: str, block: str) -> Snippet:
    text = f"result = {block}" if _is_expression(block) else block
    return Snippet(name, f"{head}\n\n{text}\n", block)


def blocks_joined(blocks: Sequence[str]) -> list[str]:
    """Paragraphs that belong to one snippet (a class, two empty lines, its use) put together again."""
    joined: list[str] = []
    for block in blocks:
        is_done = not joined or re.search(r"^(result|net)\b.*=", joined[-1], re.MULTILINE) or _is_expression(joined[-1])
        if is_done:
            joined.append(block)
        else:
            joined[-1] += f"\n\n{block}"
    return joined


def _is_expression(text: str) -> bool:
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return False
    return len(body) == 1 and isinstance(body[0], ast.Expr)


# ---------------------------------------------------------------- converting and running


def convert(snippet: Snippet, version: str, folder: str) -> tuple[str, str]:
    """The snippet after its fixes, in a folder of its own, and what makes them unsafe; empty where they are safe."""
    from ms_lint.findings import Applicability
    from ms_lint.runner import check_content, fix_content
    from ms_lint.settings import Settings

    settings = Settings(target_version=version, root=folder)
    path, content = f"{folder}/snippet.py", snippet.text.encode()
    fixes = [item.fix for item in check_content(content, path, settings, {}) if item.fix is not None]
    doubts = [fix.reason for fix in fixes if fix.applicability is Applicability.UNSAFE]
    return fix_content(content, path, settings, unsafe=True).content.decode(), " | ".join(dict.fromkeys(doubts))


def run(programs: Sequence[tuple[str, str]], framework: str, mode: str) -> dict[str, dict[str, Any]]:
    """What became of each program (name, text), in one process."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(programs)
    while waiting:
        with tempfile.TemporaryDirectory() as folder:
            listed = []
            for index, (name, text) in enumerate(waiting):
                path = Path(folder) / f"program_{index}.py"
                path.write_text(text, encoding="utf-8")
                listed.append([name, str(path)])
            (Path(folder) / "list.json").write_text(json.dumps(listed), encoding="utf-8")
            process = subprocess.run(
                [sys.executable, __file__, "--worker", framework, "--mode", mode, str(Path(folder) / "list.json")],
                capture_output=True,
                text=True,
                check=False,
            )
        lines = [json.loads(line) for line in process.stdout.splitlines() if line.startswith('{"name"')]
        found.update((line["name"], line) for line in lines)
        rest = [item for item in waiting if item[0] not in found]
        if rest and len(rest) == len(waiting):
            raise RuntimeError(process.stderr[-2000:])
        if rest:  # the first that is left took the process with it
            found[rest[0][0]] = {"error": f"the process ended: {process.stderr[-200:]}"}
            rest = rest[1:]
        waiting = rest
    return found


def work(framework: str, mode: str, listing: str) -> None:
    """Run programs in this process and print what became of each, a line of JSON."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if framework == "mindspore":
        import mindspore

        chosen = mindspore.GRAPH_MODE if mode == "graph" else mindspore.PYNATIVE_MODE
        mindspore.set_context(mode=chosen, device_target="CPU")
    for name, path in json.loads(Path(listing).read_text(encoding="utf-8")):
        try:
            line = {"name": name, "result": _result(path, framework)}
        except BaseException as error:
            line = {"name": name, "error": f"{type(error).__name__}: {str(error).strip()[:300]}"}
        output.write(json.dumps(line) + "\n")
        output.flush()
    output.close()
    os._exit(0)


def _result(path: str, framework: str) -> Any:
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[Path(path).stem] = module
    spec.loader.exec_module(module)
    if hasattr(module, "net"):
        training = getattr(module, "training", False)
        fill(module.net, framework, training)
        module.result = (  # type: ignore[attr-defined]
            module.trained(module.net) if hasattr(module, "trained") else module.net(*module.inputs)
        )
    return encoded(module.result)


def fill(net: Any, framework: str, training: bool = False) -> None:
    """Give a network weights that depend on their order and shape alone."""
    np: Any = importlib.import_module("numpy")
    if framework == "torch":
        import torch

        net.train(training)
        parameters = list(net.named_parameters())
    else:
        import mindspore

        net.set_train(training)
        parameters = [(item.name, item) for item in net.trainable_params()]
    count = 0
    for name, parameter in parameters:
        leaf = name.rpartition(".")[2]
        if re.match(r"(weight|bias)_[ih]h_l\d", leaf):  # kept in another order
            start = sum(map(ord, leaf))
        else:
            start, count = 7 * count, count + 1
        size = int(np.prod(parameter.shape))
        numbers = (np.sin(np.arange(size) * 0.7 + start) * 0.4 + 0.1).astype(np.float32).reshape(tuple(parameter.shape))
        if framework == "torch":
            parameter.data.copy_(torch.from_numpy(numbers))
        else:
            parameter.set_data(mindspore.Tensor(numbers))


def encoded(value: Any) -> Any:
    """A result as plain data: numbers with their shape, or what it is."""
    if isinstance(value, (tuple, list)):
        return [encoded(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if hasattr(value, "detach"):
        value = value.detach()
    for method in ("asnumpy", "numpy"):
        if hasattr(value, method):
            value = getattr(value, method)()
    if hasattr(value, "shape") and hasattr(value, "tolist"):
        kind = getattr(value.dtype, "kind", "")
        return {"shape": list(value.shape), "kind": kind, "numbers": value.tolist()}
    return {"type": type(value).__name__}


def agree(first: Any, second: Any) -> bool:
    """Whether two encoded results are the same up to rounding. A tuple and a list are."""
    if isinstance(first, dict) and isinstance(second, dict) and "numbers" in first and "numbers" in second:
        return bool(
            first["shape"] == second["shape"]
            and (first["kind"] == "b") == (second["kind"] == "b")
            and (first["kind"] == "f") == (second["kind"] == "f")
            and _near(first["numbers"], second["numbers"])
        )
    return _near(first, second)


def _near(first: Any, second: Any) -> bool:
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(agree(a, b) for a, b in zip(first, second))
    if isinstance(first, dict) or isinstance(second, dict):
        return bool(first == second)
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        if first != first or second != second:
            return first != first and second != second
        return first == second or abs(first - second) <= _TOLERANCE * max(1.0, abs(first))
    return bool(first == second)


def measure(snippets: Sequence[Snippet], version: str, mode: str) -> list[Outcome]:
    """Convert all snippets and run them on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        made = {item.name: convert(item, version, folder) for item in snippets}
    converted = {name: text for name, (text, _) in made.items()}
    originals = run([(item.name, item.text) for item in snippets], "torch", mode)
    left = {name for name, text in converted.items() if re.search(r"^\s*(import|from) torch", text, re.MULTILINE)}
    ports = run([(item.name, converted[item.name]) for item in snippets if item.name not in left], "mindspore", mode)
    return [_outcome(item, originals, ports, left, made[item.name][1], converted[item.name]) for item in snippets]


def _outcome(
    snippet: Snippet,
    originals: dict[str, dict[str, Any]],
    ports: dict[str, dict[str, Any]],
    left: set[str],
    doubts: str,
    converted: str,
) -> Outcome:
    name, is_safe = snippet.name, not doubts
    original = originals[name]
    if "error" in original:
        return Outcome(snippet, "invalid", is_safe, converted, original["error"])
    if name in left:
        return Outcome(snippet, "left", False, converted, _what_is_left(converted))
    port = ports[name]
    if "error" in port:
        return Outcome(snippet, "raises", is_safe, converted, port["error"])
    kind = "equal" if agree(original["result"], port["result"]) else "different"
    message = f"{original['result']!s:.150} | {port['result']!s:.150}"
    return Outcome(snippet, kind, is_safe, converted, message if kind == "different" else doubts)


def _what_is_left(converted: str) -> str:
    from ms_lint.runner import check_content
    from ms_lint.settings import Settings

    found = [
        item for item in check_content(converted.encode(), "snippet.py", Settings(), {}) if "torch" in item.message
    ]
    return found[0].message if found else ""


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the counts; exit code 1 where a safe conversion differs or raises."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--worker", metavar="FRAMEWORK", help=argparse.SUPPRESS)
    parser.add_argument("--mode", choices=("pynative", "graph"), default="pynative")
    parser.add_argument("--target-version", default="2.10.0")
    parser.add_argument("--show", metavar="KIND", choices=KINDS, action="append", default=[])
    parser.add_argument("--only", metavar="TEXT", help="snippets whose name or text has this")
    parser.add_argument("folder", nargs="?", default=str(SNIPPETS))
    options = parser.parse_args(arguments)
    if options.worker:
        work(options.worker, options.mode, options.folder)
    snippets = [
        item
        for item in read_snippets(Path(options.folder))
        if not options.only or options.only in item.name + item.text
    ]
    outcomes = measure(snippets, options.target_version, options.mode)
    for outcome in outcomes:
        is_wrong = outcome.is_safe and outcome.kind in ("different", "raises")
        if outcome.kind in options.show or is_wrong:
            print(f"{outcome.kind}{' (safe)' if outcome.is_safe else ''}: {outcome.snippet.name}")
            print("    " + outcome.snippet.shown.replace("\n", "\n    "))
            body = outcome.converted.rstrip("\n").split("\n")[-3:]
            print("    -> " + "\n       ".join(body))
            print(f"    {outcome.message}")
    counts = Counter(outcome.kind for outcome in outcomes)
    total = len(outcomes) - counts["invalid"]
    safe = Counter(outcome.kind for outcome in outcomes if outcome.is_safe)
    print(f"{total} snippets: " + ", ".join(f"{counts[kind]} {kind} ({safe[kind]} safe)" for kind in KINDS[:-1]))
    print(f"equal: {100 * counts['equal'] / max(total, 1):.1f} %; {counts['invalid']} are refused by torch itself")
    return 1 if safe["different"] or safe["raises"] else 0


if __name__ == "__main__":
    sys.exit(main())
