"""How many structural mistakes are found: each is planted alone into a right model, and the model is checked.

    python tools/measure_mutations.py [--run] [--missing] [MODEL ...]

The models are those of `tests/data/cells`. Where `tests/data/cells/originals` has classes of a model, they stand beside
it, and the branches of these classes are dropped one by one. A mistake is found where a new finding stands on the
statement that was changed, or names what that statement assigns or calls: another finding that the mistake brings about
does not count. With ``--run`` each mutant is run on the installed MindSpore as well, and counted by what happens: it
raises, it gives another shape, or it runs and gives the same shape. ``--missing`` lists what is not found. The exit
code is 1 where a model without a mistake has a finding of the structure (MSL5xx, MSL7xx).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Union

from ms_lint.analysis import analyze, project_for
from ms_lint.settings import Settings

MODELS = Path(__file__).resolve().parent.parent / "tests" / "data" / "cells"
ORIGINALS = MODELS / "originals"
_CHANNELS = {
    "Conv2d": (0, 1),
    "Conv2dTranspose": (0, 1),
    "Dense": (0, 1),
    "BatchNorm1d": (0,),
    "BatchNorm2d": (0,),
    "Embedding": (1,),
    "LSTM": (0, 1),
    "MultiheadAttention": (0,),
}
_SEQUENCES = ("SequentialCell", "CellList")


@dataclass(frozen=True)
class Mutant:
    """A model with one mistake: what kind, what was changed at which line, the whole text.

    ``lines`` are the first and last of the statement, ``names`` the attributes and names that it assigns or calls.
    """

    kind: str
    model: str
    line: int
    change: str
    text: str
    lines: tuple[int, int]
    names: frozenset[str]


#: The text of a node.
Source = Callable[[ast.AST], str]


class Made(Protocol):
    """Makes a mutant of the kind, with these nodes replaced by these texts."""

    def __call__(self, kind: str, *edits: tuple[ast.AST, str]) -> Mutant: ...


def mutants(model: str, text: str) -> Iterator[Mutant]:
    """Every mistake that can be planted into a model, one by one."""
    tree = ast.parse(text)
    statements = sorted((node for node in ast.walk(tree) if isinstance(node, ast.stmt)), key=_extent)
    offsets = [0]
    for line in text.split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)

    def place(node: ast.AST) -> tuple[int, int]:
        start = offsets[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        return start, offsets[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def source(node: ast.AST) -> str:
        start, end = place(node)
        return text[start:end]

    def made(kind: str, *edits: tuple[ast.AST, str]) -> Mutant:
        changed = text
        for node, new in sorted(edits, key=lambda edit: -place(edit[0])[0]):
            start, end = place(node)
            changed = changed[:start] + new + changed[end:]
        first = edits[0][0]
        change = "; ".join(f"{source(node)[:60]!r} -> {new[:60]!r}" for node, new in edits)
        around = [_around(statements, node) for node, _ in edits]
        lines = min(node.lineno for node in around), max(node.end_lineno or node.lineno for node in around)
        names = frozenset(name for node in around for name in _names(node))
        return Mutant(kind, model, first.lineno, change, changed, lines, names)  # type: ignore[attr-defined]

    original = ORIGINALS / model
    branching = _classes(original.read_text(encoding="utf-8")) if original.exists() else ()
    for cls in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        methods = {node.name: node for node in cls.body if isinstance(node, ast.FunctionDef)}
        yield from _registration(cls, methods, made)
        for method in methods.values():
            for node in ast.walk(method):
                if isinstance(node, ast.Call):
                    yield from _channels(node, source, made)
                    yield from _swaps(node, source, made)
                    yield from _plain_lists(node, source, made)
                if cls.name in branching and isinstance(node, (ast.If, ast.IfExp)):
                    yield from _branches(node, source, made)
        construct = methods.get("construct")
        if construct is not None:
            yield from _calls(construct, source, made)


def _extent(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno


def _around(statements: list[ast.stmt], node: ast.AST) -> ast.stmt:
    """The smallest statement that a node is in."""
    line = node.lineno  # type: ignore[attr-defined]
    return next(each for each in statements if each.lineno <= line <= (each.end_lineno or each.lineno))


def _names(statement: ast.stmt) -> Iterator[str]:
    """What a statement assigns, and what it calls on `self`; of a class or function its name."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            yield node.attr
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def _leaf(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _channels(call: ast.Call, source: Source, made: Made) -> Iterator[Mutant]:
    """A number of channels that is twice what it was."""
    for index in _CHANNELS.get(_leaf(call), ()):
        if index < len(call.args):
            argument = call.args[index]
            yield made("channel", (argument, f"2 * ({source(argument)})"))
    if _leaf(call) == "LayerNorm" and call.args and isinstance(call.args[0], ast.Tuple):
        size = call.args[0].elts[0]
        yield made("channel", (size, f"2 * ({source(size)})"))


def _layers(call: ast.Call) -> list[ast.expr]:
    if _leaf(call) not in _SEQUENCES:
        return []
    if len(call.args) == 1 and isinstance(call.args[0], ast.List):
        return call.args[0].elts
    return call.args


def _swaps(call: ast.Call, source: Source, made: Made) -> Iterator[Mutant]:
    """Two layers with weights that change places."""
    weighted = [
        layer
        for layer in _layers(call)
        if isinstance(layer, ast.Call) and (_leaf(layer) in _CHANNELS or len(layer.args) > 1)
    ]
    for first, second in zip(weighted, weighted[1:]):
        if source(first) != source(second):
            yield made("layer swapped", (first, source(second)), (second, source(first)))


def _plain_lists(call: ast.Call, source: Source, made: Made) -> Iterator[Mutant]:
    """A CellList that is a plain list."""
    if _leaf(call) == "CellList":
        yield made("list for CellList", (call, source(call.args[0]) if call.args else "[]"))


def _calls(construct: ast.FunctionDef, source: Source, made: Made) -> Iterator[Mutant]:
    for node in ast.walk(construct):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "self" and len(node.args) == 1:
                yield made("call dropped", (node, source(node.args[0])))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            yield made("attribute misspelt", (node, f"self.{_misspelt(node.attr)}"))
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and isinstance(node.targets[0], ast.Name)
            and any(isinstance(part, ast.Name) and part.id == node.targets[0].id for part in ast.walk(node.value))
            and not source(node.value).startswith("self.")
        ):
            yield made("result thrown away", (node, source(node.value)))


def _classes(text: str) -> tuple[str, ...]:
    return tuple(node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef))


def _branches(node: Union[ast.If, ast.IfExp], source: Source, made: Made) -> Iterator[Mutant]:
    """One of the two ways of a branch alone."""
    kind = "branch dropped"
    if isinstance(node, ast.IfExp):
        yield made(kind, (node, source(node.body)))
        yield made(kind, (node, source(node.orelse)))
        return
    for way in (node.body, node.orelse):
        # what stands in the branch moves out of it
        lines = [source(statement).replace("\n    ", "\n") for statement in way]
        yield made(kind, (node, ("\n" + " " * node.col_offset).join(lines) or "pass"))


def _misspelt(name: str) -> str:
    return name[:-2] + name[-1] + name[-2] if len(name) > 2 and name[-1] != name[-2] else name + "s"


def _registration(cls: ast.ClassDef, methods: dict[str, ast.FunctionDef], made: Made) -> Iterator[Mutant]:
    init, construct = methods.get("__init__"), methods.get("construct")
    for statement in init.body if init is not None else ():
        call = statement.value if isinstance(statement, ast.Expr) else None
        is_super = isinstance(call, ast.Call) and ast.unparse(call) == "super().__init__()"
        if is_super:
            yield made("super dropped", (statement, "pass"))
    if construct is not None:
        head = ast.Name("construct", lineno=construct.lineno, end_lineno=construct.lineno)
        head.col_offset = construct.col_offset + len("def ")
        head.end_col_offset = head.col_offset + len("construct")
        yield made("forward for construct", (head, "forward"))


# ---------------------------------------------------------------- what is found


def found_in(text: str, name: str, folder: Path) -> Counter[tuple[int, str, str]]:
    """The findings at default settings: line, code and message."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    original, beside = ORIGINALS / name, folder / "original.py"
    beside.write_text(original.read_text(encoding="utf-8") if original.exists() else "", encoding="utf-8")
    settings = Settings(root=str(folder))
    findings = analyze(text, str(path), settings, project=project_for(settings))
    return Counter((finding.location.line, finding.code, str(finding.message)) for finding in findings)


def is_found(mutant: Mutant, before: Counter[tuple[int, str, str]], after: Counter[tuple[int, str, str]]) -> bool:
    """Whether a finding that was not there before is about what was changed."""
    first, last = mutant.lines
    known = Counter((code, message) for _, code, message in before.elements())
    for line, code, message in after.elements():
        if known[code, message]:
            known[code, message] -= 1
        elif first <= line <= last or mutant.names & set(re.findall(r"\w+", message)):
            return True
    return False


def outcome(text: str, shapes: object) -> str:
    """What happens on the installed MindSpore: ``raises``, ``another shape`` or ``same shape``."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            found = run(text)
    except Exception:
        return "raises"
    return "same shape" if found == shapes else "another shape"


def run(text: str) -> object:
    """The shapes of the result of a program."""
    names: dict[str, object] = {"__name__": "model"}
    exec(compile(text, "model", "exec"), names)
    result = names["result"]
    tensors = result if isinstance(result, tuple) else (result,)
    return [tensor.asnumpy().shape for tensor in tensors]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", help="names of models; all of them by default")
    parser.add_argument("--run", action="store_true", help="run each mutant on the installed MindSpore")
    parser.add_argument("--missing", action="store_true", help="list what is not found")
    arguments = parser.parse_args()
    planted: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    wrong = 0
    paths = [path for path in sorted(MODELS.glob("*.py")) if not arguments.models or path.stem in arguments.models]
    with tempfile.TemporaryDirectory() as name:
        for path in paths:
            text = path.read_text(encoding="utf-8")
            before = found_in(text, path.name, Path(name))
            structural = [code for _, code, _ in before if code.startswith(("MSL5", "MSL7"))]
            wrong += len(structural)
            if structural:
                print(f"{path.name}: {', '.join(structural)} without a mistake", file=sys.stderr)
            shapes = run(text) if arguments.run else None
            for mutant in mutants(path.name, text):
                what = outcome(mutant.text, shapes) if arguments.run else ""
                planted[mutant.kind, what] += 1
                if is_found(mutant, before, found_in(mutant.text, path.name, Path(name))):
                    found[mutant.kind, what] += 1
                elif arguments.missing:
                    print(f"{mutant.model}:{mutant.line}: {mutant.kind}{' ' + what if what else ''}: {mutant.change}")
    _report(planted, found, len(paths))
    return 1 if wrong else 0


def _report(planted: Counter[tuple[str, str]], found: Counter[tuple[str, str]], models: int) -> None:
    print(f"{'kind':24}{'outcome':16}{'planted':>8}{'found':>8}")
    for key in sorted(planted):
        print(f"{key[0]:24}{key[1]:16}{planted[key]:8}{found[key]:8}  {found[key] / planted[key]:6.1%}")
    total, seen = sum(planted.values()), sum(found.values())
    print(f"{f'{models} models':40}{total:8}{seen:8}  {seen / total:6.1%}" if total else "no mutants")


if __name__ == "__main__":
    sys.exit(main())
