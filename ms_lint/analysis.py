"""One file -> its findings: reads the source, follows the module, runs the rules, applies suppressions."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Callable, Optional, Union

from ms_lint.findings import Applicability, Confidence, Edit, Finding, Fix, Left, Location
from ms_lint.knowledge.catalog import Catalog, catalog_for
from ms_lint.messages import say, sentences
from ms_lint.rules import Dispatch, Handler, Place, Problem, Rewrite, Rule, load_rules, rule_url
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Observer, Operation, Reference
from ms_lint.semantics.project import Project
from ms_lint.semantics.scopes import Function
from ms_lint.settings import Settings, certain_versions, is_code_selected, target_versions
from ms_lint.sources import Kind, Source, SourceError, read_source
from ms_lint.suppressions import Suppressions
from ms_lint.traces import has_framework_trace

if TYPE_CHECKING:
    from ms_lint.compare.comparison import Comparison

#: What the codes of rules begin with that hold a class against its original.
PARITY = "MSL9"
UNREADABLE_REFERENCE = "MSL004"
UNREADABLE_FILE = "MSL001"
UNUSED_SUPPRESSION = "MSL002"
INTERNAL_ERROR = "MSL003"
#: Where a finding points that has no better place.
START = Location(1, 1, 1, 1)


def _catalog(settings: Settings) -> Catalog:
    return catalog_for(target_versions(settings.target_version), certain_versions(settings.target_version))


def project_for(settings: Settings) -> Project:
    """A project for the files that share these settings."""
    return Project(settings.root, _catalog(settings))


def analyze(
    content: Union[bytes, str],
    path: str,
    settings: Settings,
    *,
    project: Optional[Project] = None,
    kind: Optional[Kind] = None,
    tree: Optional[ast.Module] = None,
    respect_noqa: bool = True,
    left: Optional[list[Left]] = None,
) -> list[Finding]:
    """The findings of one file, sorted by place.

    ``content`` is the file as bytes, or decoded. A file that mentions no framework is only
    parsed. ``kind`` is ``python``, ``notebook`` or ``markdown``; by the suffix of ``path`` when None.
    ``tree`` is the syntax tree of a Python file, for a host that has parsed it already. What the fixes would leave of
    other frameworks is added to ``left`` where that is given. A file that
    cannot be read gives one MSL001 finding, a rule that fails one MSL003 finding; nothing is raised
    because of the content.
    """
    if not has_framework_trace(content) and not _is_mapped(content, settings):
        return _unreadable_only(content, path, settings, kind, tree)
    with _collector_off():
        return _analyze(content, path, settings, project, kind, tree, respect_noqa, left)


def _is_mapped(content: Union[bytes, str], settings: Settings) -> bool:
    """Whether a file may use what the user's mapping is about."""
    roots = {item.name.partition(".")[0] for item in settings.mapping}
    text = content if isinstance(content, str) else content.decode("utf-8", "replace") if roots else ""
    return any(root in text for root in roots)


def _unreadable_only(
    content: Union[bytes, str], path: str, settings: Settings, kind: Optional[Kind], tree: Optional[ast.Module]
) -> list[Finding]:
    """For a file that mentions no framework: whether it can be read is all that there is to say."""
    try:
        read_source(content, path, kind, tree)
    except SourceError as error:
        if any(rule.code == UNREADABLE_FILE for rule in selected_rules(settings, path)):
            return [unreadable(path, error.message, error.location)]
    return []


def compare(
    path: str, settings: Settings, compared: Callable[[Module], Comparison]
) -> tuple[Comparison, list[Finding]]:
    """A class of a file held against a reference: the comparison that ``compared`` makes of the followed module, and
    the findings, without those that the file suppresses. Raises OSError, SourceError and what ``compared`` raises."""
    project = project_for(settings)
    source = project.source(path)
    rules = {rule.code: rule for rule in load_rules(settings.plugins)}
    selected = selected_rules(settings, path)
    module = Module(source, project.catalog, project, settings.origin, settings.dialects, settings.api_family)
    collector = _Collector(module, _dispatch(tuple(rule for rule in selected if rule.code.startswith(PARITY))))
    with _collector_off():
        collector.run(settings, compared)
        findings = _kept(collector, settings, rules)
    suppressions = Suppressions(source)
    names = {rule.code: rule.name for rule in rules.values()}
    findings, _ = suppressions.apply(findings, {rule.code: rule.name for rule in selected}, names)
    return module.comparisons[0], sorted(findings, key=lambda item: item.sort_key)


@contextmanager
def _collector_off() -> Iterator[None]:
    """Syntax trees are many objects that live until the end: collecting in between only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _analyze(
    content: Union[bytes, str],
    path: str,
    settings: Settings,
    project: Optional[Project],
    kind: Optional[Kind],
    tree: Optional[ast.Module],
    respect_noqa: bool,
    left: Optional[list[Left]],
) -> list[Finding]:
    rules = {rule.code: rule for rule in load_rules(settings.plugins)}
    selected = selected_rules(settings, path)
    codes = frozenset(rule.code for rule in selected)
    try:
        if project is not None and isinstance(content, bytes) and kind is None:
            source = project.source(path, content)
        else:
            source = read_source(content, path, kind, tree)
            if project is not None:
                project.keep(source)
    except SourceError as error:
        return [unreadable(path, error.message, error.location)] if UNREADABLE_FILE in codes else []
    module = Module(
        source,
        _catalog(settings),
        project,
        settings.origin,
        settings.dialects,
        settings.api_family,
        settings.wiring_steps,
        settings.original_paths,
        settings.mapping,
    )
    try:
        findings = _findings(module, settings, rules, selected)
        if left is not None:
            left += [item for ask in _dispatch(selected).lefts for item in ask(module)]
    except RecursionError:
        statement = module.followed_to
        place = START if statement is None else _location(statement, source)
        return [unreadable(path, say("the code is nested too deeply to be analyzed"), place)]
    finally:
        module.close()
    if respect_noqa:
        suppressions = Suppressions(source)
        findings, unused = suppressions.apply(
            findings,
            {rule.code: rule.name for rule in selected},
            {rule.code: rule.name for rule in rules.values()},
        )
        if UNUSED_SUPPRESSION in codes and not suppressions.whole_file:
            findings += [_unused(path, *entry) for entry in unused]
    return sorted(findings, key=lambda item: item.sort_key)


def _findings(
    module: Module, settings: Settings, rules: dict[str, type[Rule]], selected: tuple[type[Rule], ...]
) -> list[Finding]:
    collector = _Collector(module, _dispatch(selected))
    collector.run(settings)
    findings = _kept(collector, settings, rules)
    if any(rule.code == UNREADABLE_REFERENCE for rule in selected):
        path = module.source.path
        findings += [engine_finding(UNREADABLE_REFERENCE, path, message) for message in collector.unreadable]
    return findings


def _kept(collector: _Collector, settings: Settings, rules: dict[str, type[Rule]]) -> list[Finding]:
    """The findings that are sure enough, and one for each rule that failed."""
    source = collector.module.source
    lowest = Confidence(settings.confidence).rank
    findings = [
        finding(rules[code], problem, source)
        for code, problem in collector.problems.items_in_order()
        if confidence_of(rules[code], problem).rank >= lowest
    ]
    taken = {(each.location.cell, each.location.line) for each in findings if not rules[each.code].gives_way}
    findings = [
        each
        for each in findings
        if not (rules[each.code].gives_way and (each.location.cell, each.location.line) in taken)
    ]
    _tell_cuts(collector.module)
    return findings + [_failed(rules[code], failure, source) for code, failure in collector.failures.items()]


def _tell_cuts(module: Module) -> None:
    """Log the classes that were not followed to their end, for ``--verbose``."""
    cuts = [wiring.cut for wiring in vars(module).get("wirings", ()) if wiring.is_bounded]
    if cuts:
        import logging  # not on the way of most files

        for cut in dict.fromkeys(cuts):
            logging.getLogger("ms_lint").info("%s: %s", module.path, cut)


def selected_rules(settings: Settings, path: str) -> tuple[type[Rule], ...]:
    """The rules that are on for a file."""
    return _selected(settings, path if settings.per_file_ignores else "")


@lru_cache(maxsize=1024)
def _selected(settings: Settings, path: str) -> tuple[type[Rule], ...]:
    return tuple(
        rule
        for rule in load_rules(settings.plugins)
        if is_code_selected(settings, rule.code, rule.name, rule.default, path)
    )


@lru_cache(maxsize=64)
def _dispatch(rules: tuple[type[Rule], ...]) -> Dispatch:
    return Dispatch(rules)


class _Problems:
    """Problems by rule, without doubles: a place is reported once by a rule even if it is reached twice."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, Place, str], Problem] = {}

    def add(self, code: str, problem: Problem) -> None:
        self._items.setdefault((code, problem.place, problem.message), problem)

    def items_in_order(self) -> Iterator[tuple[str, Problem]]:
        for (code, _, _), problem in self._items.items():
            yield code, problem


class _Collector(Observer):
    """Hands what the flow meets to the rules that want it, and keeps what they say.

    Rules run when the whole module was followed: only then all call sites of a class are known.
    """

    def __init__(self, module: Module, dispatch: Dispatch) -> None:
        self.module = module
        self.dispatch = dispatch
        self.node_types = dispatch.nodes
        self.wants_operations = bool(dispatch.operations)
        self.problems = _Problems()
        self.failures: dict[str, tuple[Exception, Optional[ast.AST]]] = {}
        self.unreadable: list[str] = []  # what cannot be compared, and why
        self._wanted: dict[str, bool] = {}
        self._met: list[tuple[list[Handler], ast.AST, tuple[object, ...], bool, Optional[Function]]] = []

    def run(self, settings: Settings, compared: Optional[Callable[[Module], Comparison]] = None) -> None:
        module = self.module
        module.follow(self)
        module.uses += [
            subject[0]
            for _, _, subject, _, function in self._met
            if isinstance(subject[0], (Call, Reference)) and not (function is not None and function.is_superseded)
        ]
        if compared is not None:
            module.comparisons.append(compared(module))
        elif settings.compare:
            self._compare(settings)
        for handlers, node, subject, inferred, function in self._met:
            if function is None or not function.is_superseded:
                self._run(handlers, node, *subject, inferred=inferred)
        for info in module.classes:
            self._run(self.dispatch.classes, info.node, info)
        if self.dispatch.wants_compiled and settings.execution_mode != "pynative":
            self._run_compiled(settings)
        self._run(self.dispatch.modules, None, module)
        for comparison in module.comparisons:
            self._run(self.dispatch.comparisons, comparison.info.node, comparison)

    def _compare(self, settings: Settings) -> None:
        from ms_lint.compare.pairs import compare_pairs

        try:
            compared, failures = compare_pairs(self.module, settings)
        except RecursionError:
            raise
        except Exception as error:  # it must not cost the other findings
            self.failures.setdefault(UNREADABLE_REFERENCE, (error, None))
            return
        self.module.comparisons += compared
        self.unreadable += failures

    def _run_compiled(self, settings: Settings) -> None:
        from ms_lint.semantics.entries import GraphSettings, compiled_functions

        module = self.module
        try:
            module.compiled = compiled_functions(
                module, GraphSettings(settings.execution_mode, settings.jit_syntax_level)
            )
        except RecursionError:
            raise
        except Exception as error:  # what compiled code is followed for must not cost the other findings
            code = next((rule.code for rule, _ in self.dispatch.compiled), INTERNAL_ERROR)
            self.failures.setdefault(code, (error, None))
        folded = [handler for handler in self.dispatch.compiled if handler[0].folded]
        for compiled in module.compiled:
            handlers = folded if compiled.is_folded else self.dispatch.compiled
            self._run(handlers, compiled.function.node, compiled)

    def wants(self, qualified_name: str) -> bool:
        wanted = self._wanted.get(qualified_name)
        if wanted is None:
            name = self.module.canonical(qualified_name)
            wanted = bool(
                self.dispatch.for_call(name)
                or self.dispatch.for_reference(name)
                or qualified_name in self.module.mapping
            )
            self._wanted[qualified_name] = wanted
        return wanted

    def call(self, call: Call) -> None:
        if call.qualified_name in self.module.patched:
            return
        self._met.append(
            (self.dispatch.for_call(call.qualified_name), call.node, (call,), call.inferred, call.function)
        )

    def reference(self, reference: Reference) -> None:
        handlers = self.dispatch.for_reference(self.module.canonical(reference.qualified_name))
        self._met.append((handlers, reference.node, (reference,), reference.inferred, reference.function))

    def operation(self, operation: Operation) -> None:
        self._met.append((self.dispatch.operations, operation.node, (operation,), False, operation.function))

    def node(self, node: ast.AST) -> None:
        self._met.append((self.dispatch.nodes[type(node)], node, (node, self.module), False, None))

    def function(self, function: Function) -> None:
        self._met.append((self.dispatch.functions, function.node, (function,), False, function))

    def _run(
        self, handlers: Iterable[Handler], node: Optional[ast.AST], *subject: object, inferred: bool = False
    ) -> None:
        for rule, hook in handlers:
            try:
                for problem in hook(*subject):
                    if inferred and problem.confidence is None and rule.confidence is Confidence.PROVED:
                        problem = replace(problem, confidence=Confidence.LIKELY)
                    if rule.fix is not None and problem.fix is None and isinstance(subject[0], Call):
                        problem = _with_obstacle(problem, subject[0].node, self.module)
                    self.problems.add(rule.code, problem)
            except Exception as error:  # a rule that fails must cost its finding, never the run
                self.failures.setdefault(rule.code, (error, node))


def _with_obstacle(problem: Problem, call: ast.Call, module: Module) -> Problem:
    """A problem of a call that has no fix, with the arguments that stand in its way: those that nobody can see."""
    spread = [f"*{module.text_of(item.value)}" for item in call.args if isinstance(item, ast.Starred)]
    spread += [f"**{module.text_of(item.value)}" for item in call.keywords if item.arg is None]
    if not spread:
        return problem
    obstacle = say("It is not fixed by itself: what `{spread}` stands for is not known.", spread=", ".join(spread))
    return replace(problem, suggestion=sentences(problem.suggestion, obstacle))


def confidence_of(rule: type[Rule], problem: Problem) -> Confidence:
    """How sure a problem is: its own word, or its rule's, and no surer than the origin that it rests on."""
    confidence = problem.confidence or rule.confidence
    origin = problem.origin.confidence if problem.origin is not None else confidence
    return min(confidence, origin, key=lambda each: each.rank)


def finding(rule: type[Rule], problem: Problem, source: Source) -> Finding:
    """A problem with everything that its rule and its place in the file add to it."""
    confidence = confidence_of(rule, problem)
    return Finding(
        rule.code,
        rule.name,
        problem.severity or rule.severity,
        confidence,
        source.path,
        _location(problem.place, source),
        sentences(problem.message, problem.suggestion),
        problem.suggestion,
        _fix(problem.fix, confidence, source),
        rule_url(rule.code),
        problem.origin.framework if problem.origin is not None else None,
    )


def _fix(rewrite: Optional[Rewrite], confidence: Confidence, source: Source) -> Optional[Fix]:
    """A fix that is no safer than its finding is sure."""
    if rewrite is None:
        return None
    edits = tuple(Edit(_location(place, source), text) for place, text in rewrite.edits)
    extent = _location(rewrite.extent, source) if rewrite.extent is not None else None
    if rewrite.applicability is Applicability.SAFE and confidence is not Confidence.PROVED:
        return Fix(Applicability.UNSAFE, say("the finding is not certain"), edits, extent)
    return Fix(rewrite.applicability, rewrite.reason, edits, extent)


def engine_finding(
    code: str, path: str, message: str, location: Location = START, suggestion: Optional[str] = None
) -> Finding:
    """A finding of the engine itself: MSL001, MSL002 or MSL003."""
    rule = next(rule for rule in load_rules() if rule.code == code)
    full = sentences(message, suggestion)
    return Finding(
        code, rule.name, rule.severity, rule.confidence, path, location, full, suggestion, url=rule_url(code)
    )


def unreadable(path: str, reason: str, location: Location = START) -> Finding:
    """The finding for a file that cannot be decoded, parsed or opened."""
    return engine_finding(
        UNREADABLE_FILE, path, say("The file cannot be checked: {reason.open}.", reason=reason), location
    )


def _location(place: Place, source: Source) -> Location:
    if isinstance(place, tuple):
        return source.location(*place)
    if isinstance(place, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        # the header, not the whole body
        line, column = place.lineno, place.col_offset
        return source.location(line, column, line, column + len(source.lines[line - 1].encode()[column:].rstrip()))
    return source.node_location(place)


def _unused(path: str, location: Location, text: str, codes: tuple[str, ...]) -> Finding:
    what = ", ".join(codes)
    if what:
        message = say("`{comment}` suppresses no {codes} here.", comment=text, codes=what)
        suggestion = say("Remove {codes} from it.", codes=what)
    else:
        message, suggestion = say("`{comment}` suppresses nothing here.", comment=text), say("Remove it.")
    return engine_finding(UNUSED_SUPPRESSION, path, message, location, suggestion)


def _failed(rule: type[Rule], failure: tuple[Exception, Optional[ast.AST]], source: Source) -> Finding:
    error, node = failure
    return engine_finding(
        INTERNAL_ERROR,
        source.path,
        say(
            "The rule {code} ({name}) failed on this file with {error}. Its findings here may be incomplete; please "
            "report this.",
            code=rule.code,
            name=rule.name,
            error=f"{type(error).__name__}: {error}",
        ),
        START if node is None else _location(node, source),
    )
