"""Where compiled code begins: `construct` of Cells in graph mode, and what `mindspore.jit` is put on."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Optional, Union

from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import Compiled, Entry
from ms_lint.semantics.graph import GraphFlow
from ms_lint.semantics.module import Module
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import (
    Constant,
    Derived,
    FunctionValue,
    Instance,
    Member,
    Partial,
    SelfValue,
    Symbol,
    Value,
)

Arguments = Mapping[Union[int, str], Value]

LEVELS = ("strict", "compatible", "lax")
#: Graph mode was the default before this version.
_PYNATIVE_IS_DEFAULT = (2, 0)
_ENTRY = re.compile(r"\bdef construct\b|\bjit\b|\bms_function\b")
_MAXIMUM_CALLERS = 8
_NOT_PARSED = (Constant("bytecode"), Constant("trace"))
_JIT = re.compile(r"\bjit\b|\bms_function\b")
_MODE = re.compile(r"set_context\s*\(((?:[^()]|\([^()]*\))*)\)")
_GRAPH = re.compile(r"\bmode\s*=\s*((?:[\w.]+\.)?GRAPH_MODE|0\b)|^\s*((?:[\w.]+\.)?GRAPH_MODE|0\b)")
_CHOSEN = re.compile(r"\bmode\s*=\s*(?!(?:[\w.]+\.)?PYNATIVE_MODE|1\b)")
#: A folder or file that is named so has the code for the other mode.
_PYNATIVE_PATH = re.compile(r"(^|[\\/_])pynative([\\/_.]|$)", re.IGNORECASE)
_LEVEL = re.compile(r"jit_syntax_level\s*=\s*['\"]?(?:[\w.]+\.)?(STRICT|COMPATIBLE|LAX)\b")
_LEVEL_VARIABLE = re.compile(r"MS_DEV_JIT_SYNTAX_LEVEL['\"\]\s,=]+([012])")


@dataclass(frozen=True)
class GraphSettings:
    """The settings ``execution-mode`` and ``jit-syntax-level``."""

    mode: str = "auto"
    level: str = "auto"


def compiled_functions(module: Module, settings: GraphSettings) -> list[Compiled]:
    """The functions of a module that are compiled, with what is met in them: those that it enters itself, and those
    that other files of the project enter. Call it when the module was followed."""
    found = {}
    for record in _together(_followed_twin(module), settings):
        if record.module.source.tree is module.source.tree:
            record.module = module
            found[record.function.node] = record
    for other in _callers(module, {*found}, settings):
        for record in _together(other, settings):
            if record.module.source.tree is module.source.tree and record.function.node not in found:
                record.module = module
                found[record.function.node] = record
    return list(found.values())


def _followed_twin(module: Module) -> Module:
    """The module as other files have looked it up, if its entries were followed by now; else the module itself."""
    twin = module.project.loaded(module.path) if module.project is not None else None
    if twin is None or twin.reached is None or twin.source.tree is not module.source.tree:
        return module
    return module if _JIT.search(module.source.code) else twin  # what is jitted in functions only the module has seen


def _together(module: Module, settings: GraphSettings) -> list[Compiled]:
    """All functions that the entries of a module reach, in its own file and in others."""
    if module.reached is None:
        if _JIT.search(module.source.code):
            module.follow_functions()  # a function may put jit on another one
        flow = GraphFlow(module)
        for entry, function, receiver in _entries(module, settings):
            flow.enter(entry, function, receiver)
        module.reached = flow.met_in
    return module.reached


def _callers(module: Module, known: set[ast.AST], settings: GraphSettings) -> Iterator[Module]:
    """Other files that may call functions of a module which nothing in it enters."""
    project = module.project
    waiting = {
        function.name if function.cls is None else function.cls.name
        for function in module.functions
        if function.node not in known and not function.name.startswith("__") and function.scope.function is None
    }
    if project is None or not waiting or module.source.kind != "python":
        return
    here = os.path.abspath(module.path)
    folder, name = os.path.split(os.path.splitext(here)[0])
    waiting.add(os.path.basename(folder) if name == "__init__" else name)  # `from core import helpers`
    cells_run = not _graph_mode(module, settings)[0] and not _is_for_pynative(module)
    loaded = 0
    for path in module.index.importers(waiting):
        if path == here or not module.index.file_matches(_JIT if cells_run else _ENTRY, path):
            continue
        other = project.load(path)
        if other is not None and not other.is_being_followed:
            yield other
            loaded += 1
        if loaded == _MAXIMUM_CALLERS:
            return


def _entries(module: Module, settings: GraphSettings) -> Iterator[tuple[Entry, Function, Optional[Value]]]:
    level = _level(module, settings)
    flow = GraphFlow(module)
    if _JIT.search(module.source.code):
        yield from _jit_entries(module, flow, level, settings)
    chosen, certain = _graph_mode(module, settings)
    if not chosen:
        return
    for info in module.classes:
        function = info.entry if info.kind == "cell" else None
        if function is not None and not _falls_back(function, flow):
            yield Entry(f"{info.name}.construct", "construct", certain, level), function, SelfValue(info)


def _is_for_pynative(module: Module) -> bool:
    """Whether the name of the file, or of a folder of the project that it is in, says so."""
    path = os.path.abspath(module.path)
    root = os.path.abspath(module.project.root) if module.project is not None else os.path.dirname(path)
    return _PYNATIVE_PATH.search(path[len(root) :] if path.startswith(root) else path) is not None


def _graph_mode(module: Module, settings: GraphSettings) -> tuple[bool, bool]:
    """Whether Cells are compiled, and whether that is certain: not only chosen by a variable, or a default."""
    if settings.mode == "pynative":
        return False, True
    is_other = _is_for_pynative(module)
    if settings.mode == "graph":
        return not is_other, True
    contexts = _MODE.findall(module.source.code) if is_other else module.index.found(_MODE, "set_context")
    if any(_GRAPH.search(context) for context in contexts):
        return True, True
    if any(_CHOSEN.search(context) for context in contexts):
        return True, False
    if is_other:
        return False, True
    oldest = min((tuple(map(int, re.findall(r"\d+", version)[:2])) for version in module.catalog.versions), default=())
    return bool(oldest) and oldest < _PYNATIVE_IS_DEFAULT, False


def _level(module: Module, settings: GraphSettings) -> str:
    if settings.level != "auto":
        return settings.level
    code = module.source.code
    found = _LEVEL.search(code)
    if found is not None:
        return found.group(1).lower()
    variable = _LEVEL_VARIABLE.search(code)
    return LEVELS[int(variable.group(1))] if variable is not None else "lax"


# ---------------------------------------------------------------- jit


def _jit_entries(
    module: Module, flow: GraphFlow, level: str, settings: GraphSettings
) -> Iterator[tuple[Entry, Function, Optional[Value]]]:
    # a jit function is at level lax whatever the context says
    default = level if settings.level != "auto" else "lax"
    for function in module.functions:
        for decorator in getattr(function.node, "decorator_list", ()):
            options = _jit_options(flow.quiet(decorator, function.scope))
            if options is not None:
                chosen = _chosen_level(options, default)
                if chosen is not None:
                    own = SelfValue(function.cls) if function.cls is not None else None
                    yield Entry(function.qualified_name, "jit", True, chosen), function, own
                break
    for value, _ in module.transformed:
        if not isinstance(value, Derived) or not _is_jit(Symbol(value.by)):
            continue
        chosen = _chosen_level(value.arguments, default)
        target = _function_of(value.function)
        if chosen is not None and target is not None:
            function, receiver = target
            yield Entry(function.qualified_name, "jit", True, chosen), function, receiver


def _function_of(value: Value) -> Optional[tuple[Function, Optional[Value]]]:
    while isinstance(value, Derived):
        value = value.function
    if isinstance(value, FunctionValue):
        return value.function, None
    owner = value.owner if isinstance(value, Member) else value
    info = owner.info if isinstance(owner, SelfValue) else owner.of if isinstance(owner, Instance) else None
    if not isinstance(info, ClassInfo):
        return None
    function = info.method(value.name) if isinstance(value, Member) else info.entry
    return (function, SelfValue(info)) if function is not None else None


def _is_jit(value: Value) -> bool:
    if not isinstance(value, Symbol) or not value.name.startswith("mindspore."):
        return False
    return value.name.rpartition(".")[2] in ("jit", "ms_function")


def _jit_options(decorator: Value) -> Optional[Arguments]:
    """What a decorator gives to jit: `@jit`, `@jit(...)`, or a `functools.partial` of it. None for other ones."""
    if isinstance(decorator, Partial):
        return decorator.arguments if _is_jit(decorator.function) else None
    return {} if _is_jit(decorator) else None


def _chosen_level(options: Arguments, level: str) -> Optional[str]:
    """The syntax level of a jit with these options; None where it does not parse the function but traces it or
    its bytecode, and falls back to Python."""
    if options.get("capture_mode") in _NOT_PARSED or options.get("mode") == Constant("PIJit"):
        return None
    if options.get("fullgraph") == Constant(True):
        level = "strict"
    config = options.get("jit_config")
    given = [options.get("jit_syntax_level"), *(config.arguments.values() if isinstance(config, Instance) else ())]
    for value in given:
        text = value.value if isinstance(value, Constant) else None
        if isinstance(text, str) and text.lower() in LEVELS:
            level = text.lower()
    return level


def _falls_back(function: Function, flow: GraphFlow) -> bool:
    """Whether construct is decorated with a jit that does not parse it."""
    for decorator in getattr(function.node, "decorator_list", ()):
        options = _jit_options(flow.quiet(decorator, function.scope))
        if options is not None:
            return _chosen_level(options, "lax") is None
    return False
