"""What a Cell was ported from: torch or TensorFlow, and what makes us think so.

The same MindSpore line is right in a port from one framework and wrong in a port from the other, so
a rule that depends on it asks here and stays silent where the origin is not known.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional
from weakref import WeakKeyDictionary

from ms_lint.findings import Confidence
from ms_lint.knowledge.frameworks import KINDS
from ms_lint.knowledge.origins import ENOUGH_NAMES, HINTS, TENSORFLOW_NAMES, TORCH_CALLS, TORCH_NAMES, WORDS
from ms_lint.messages import say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.originals import FOREIGN, FOREIGN_KINDS, from_setting, stem
from ms_lint.sources import Region

_TORCH_CODE = re.compile(r"\btorch\.|\bnn\.Module\b|\bdef forward\(")
#: Many rules ask, and the answer stays the same.
_ORIGINS: WeakKeyDictionary[ClassInfo, Optional[Origin]] = WeakKeyDictionary()
_TENSORFLOW_CODE = re.compile(r"\btf\.|\btensorflow\.|\bkeras\.")


@dataclass(frozen=True)
class Origin:
    """``framework`` is ``torch`` or ``tensorflow``; ``evidence`` completes "because ...".

    ``confidence`` is ``proved`` by a setting or by code of that framework, ``likely`` by what comments
    and names say; a finding that rests on the origin is no surer than that. ``by_names`` says that it rests on the
    names of parameters alone, which whoever knows both frameworks may have kept.
    """

    framework: str
    evidence: str
    confidence: Confidence = Confidence.PROVED
    by_names: bool = False


def original_of(info: ClassInfo) -> Optional[ClassInfo]:
    """The torch or Keras class of the same name: in this module, document or project."""
    return next(_originals(info), None)


def _originals(info: ClassInfo) -> Iterator[ClassInfo]:
    yield from _originals_of_project(info)
    yield from from_setting(info)


def _originals_of_project(info: ClassInfo) -> Iterator[ClassInfo]:
    module = info.module
    for other in module.classes:
        if other is not info and other.name == info.name and other.kind in FOREIGN_KINDS:
            yield other
    if module.project is None:
        return
    here = os.path.abspath(module.path)
    for path in module.index.files_with_class(info.name):
        if path == here or not module.index.file_matches(FOREIGN, path):
            continue
        loaded = module.project.load(path)
        others = [other for other in loaded.classes if other.kind in FOREIGN_KINDS] if loaded is not None else []
        if os.path.dirname(path) == os.path.dirname(here) or _is_port(module, path, others):
            yield from (other for other in others if other.name == info.name)


def _is_port(module: Module, path: str, others: list[ClassInfo]) -> bool:
    """Whether a module may be a port of classes from another folder: many files have a class or two of common names,
    such as BasicBlock or LayerNorm, and only those of the same model have most of them."""
    own = {info.name for info in module.classes if info.kind == "cell"}
    common = own & {other.name for other in others}
    return len(common) >= min(2, len(own)) and (2 * len(common) > len(own) or stem(path) == stem(module.path))


def origin_of(info: ClassInfo) -> Optional[Origin]:
    """The origin of a class, by the setting, its original, the imports, the code shown before it, or what the
    comments and names of its file say."""
    if info not in _ORIGINS:
        _ORIGINS[info] = _origin_of(info)
    return _ORIGINS[info]


def _origin_of(info: ClassInfo) -> Optional[Origin]:
    module = info.module
    if module.origin != "auto":
        return _from_setting(module)
    originals = list(_originals(info))
    if len({other.kind for other in originals}) > 1:
        return None
    original = originals[0] if originals else None
    if original is not None and original.kind is not None:
        framework = KINDS[original.kind][1]
        where = say("this file") if original.module is module else original.module.path
        return Origin(
            framework,
            say("the {framework} class {name} is in {where}", framework=framework, name=original.name, where=where),
        )
    if len(module.source.regions) > 1:
        return _from_document(info, module)
    return _from_module(module)


def origin_around(module: Module, owner: Optional[ClassInfo]) -> Optional[Origin]:
    """The origin of code of a module: that of the class ``owner`` which it belongs to. Outside of classes (None)
    it is that of the module's Cells, where they agree."""
    if owner is not None:
        return origin_of(owner)
    if module.origin != "auto":
        return _from_setting(module)
    origins = [origin_of(info) for info in module.classes if info.kind == "cell"]
    if not origins:
        return _from_module(module)
    agree = len({origin.framework if origin is not None else None for origin in origins}) == 1
    return origins[0] if agree else None


def _from_setting(module: Module) -> Origin:
    return Origin(module.origin, say('the setting origin = "{origin}" says so', origin=module.origin))


def _from_module(module: Module) -> Optional[Origin]:
    """What a file tells apart from its classes: by the frameworks that it imports, or its comments and names."""
    frameworks = [name for name in ("torch", "tensorflow") if module.imports_framework(name)]
    if len(frameworks) == 1:
        return Origin(frameworks[0], say("this file imports {framework}", framework=frameworks[0]))
    return None if frameworks else _from_traces(module)


def _from_document(info: ClassInfo, module: Module) -> Optional[Origin]:
    """In a notebook or a Markdown file: the framework of the nearest foreign code before the class."""
    lines = module.source.lines
    here = info.node.lineno
    before: list[Region] = [region for region in module.source.regions if region.first_line <= here]
    for region in reversed(before):
        code = "\n".join(lines[region.first_line - 1 : min(region.last_line, here - 1)])
        torch, tensorflow = _TORCH_CODE.search(code), _TENSORFLOW_CODE.search(code)
        if torch and not tensorflow:
            return Origin("torch", say("torch code stands before it"))
        if tensorflow and not torch:
            return Origin("tensorflow", say("TensorFlow code stands before it"))
    return None


# ---------------------------------------------------------------- comments and names

_TRACES: WeakKeyDictionary[Module, Optional[Origin]] = WeakKeyDictionary()


def _from_traces(module: Module) -> Optional[Origin]:
    """What comments, docstrings and names of a file tell, if they agree."""
    if module not in _TRACES:
        _TRACES[module] = _from_words(module) or _from_names(module)
    return _TRACES[module]


def _from_words(module: Module) -> Optional[Origin]:
    prose: Optional[frozenset[int]] = None
    found: dict[str, Origin] = {}
    code = module.source.code.lower()
    for framework, words in WORDS.items():
        hints = [hint for hint in HINTS[framework] if hint in code]
        for number, line in enumerate(module.source.lines if hints else (), 1):
            lower = line.lower()
            match = words.search(line) if any(hint in lower for hint in hints) else None
            if match is None:
                continue
            if prose is None:
                prose = _docstring_lines(module.source.tree)
            if number in prose or "#" in line[: match.start()]:
                found[framework] = _likely(
                    framework, say("line {line} says {words}", line=number, words=repr(match[0]))
                )
                break
    if not found:
        for number, line in enumerate(module.source.lines, 1):
            _, mark, comment = line.partition("#")
            match = TORCH_CALLS.search(comment) if mark else None
            if match is not None:
                return _likely(
                    "torch", say("the comment of line {line} has {words}", line=number, words=repr(match[0]))
                )
    return next(iter(found.values())) if len(found) == 1 and "paddle" not in found else None


def _docstring_lines(tree: ast.Module) -> frozenset[int]:
    """The lines that belong to docstrings, and to other strings that stand alone."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return frozenset(lines)


def _from_names(module: Module) -> Optional[Origin]:
    names: dict[str, None] = {}
    for info in module.classes:
        if info.kind == "cell":
            names.update(dict.fromkeys(info.assignments))
            for method in info.methods.values():
                names.update(dict.fromkeys(_parameters(method.node)))
    torch = [name for name in names if name in TORCH_NAMES]
    if len(torch) < ENOUGH_NAMES or any(name in TENSORFLOW_NAMES for name in names):
        return None
    evidence = say("names such as {first} and {second} are those of torch models", first=torch[0], second=torch[1])
    return Origin("torch", evidence, Confidence.LIKELY, by_names=True)


def _parameters(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            yield argument.arg


def _likely(framework: str, evidence: str) -> Origin:
    return Origin(framework, evidence, Confidence.LIKELY)
