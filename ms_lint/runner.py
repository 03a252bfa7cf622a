"""Many files: found, read, shared out over processes, and their findings gathered."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import signal
import stat
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from ms_lint.findings import Finding, Left
from ms_lint.messages import say
from ms_lint.settings import Settings, SettingsError, check_codes, is_code_selected, is_fixable, load_settings

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from ms_lint.files import Problem
    from ms_lint.fixing import Fixed
    from ms_lint.semantics.project import Project

INTERNAL_ERROR = "MSL003"

#: What is known of the projects of the files, by root folder and target version.
Projects = dict[tuple[str, str], "Project"]

#: The findings of a file, and what its fixes leave of other frameworks.
Checked = tuple[list[Finding], list[Left]]
Results = Generator[tuple["Task", Checked], None, None]

#: Called after each file: files done, files in all, path of the file.
Progress = Callable[[int, int, str], None]

_BATCH = 16  # files per message to a process
_YOUNG_OBJECTS = 600_000  # that many new containers, and the collector looks at them


@dataclass(frozen=True)
class Run:
    """What came out of checking files: findings in order of path and place, the number of files
    checked, the target versions of their settings, what kept folders from being searched, and what fixes leave of
    other frameworks."""

    findings: tuple[Finding, ...]
    files: int
    target_versions: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class Task:
    """One file, and the settings that apply to it."""

    path: str
    settings: Settings


def check_paths(
    paths: Iterable[Union[str, os.PathLike[str]]],
    settings: Optional[Settings] = None,
    overrides: Mapping[str, object] = {},
    progress: Optional[Progress] = None,
    jobs: int = 1,
) -> Run:
    """As ``ms_lint.check_paths``, with the numbers that a summary needs."""
    problems: list[Problem] = []
    tasks = list(find_tasks([os.fspath(path) for path in paths], settings, overrides, problems))
    for used in dict.fromkeys(task.settings for task in tasks):
        check_rules(used)
    jobs = min(jobs or os.cpu_count() or 1, len(tasks))
    results = _in_processes(tasks, jobs) if jobs > 1 else _in_turn(tasks)
    findings: list[Finding] = []
    left: list[Left] = []
    with contextlib.closing(results):  # on Ctrl-C: end the processes now
        for done, (task, (found, still)) in enumerate(results, 1):
            findings += found
            left += still
            if progress is not None:
                progress(done, len(tasks), task.path)
    findings.sort(key=lambda finding: finding.sort_key)
    targets = dict.fromkeys(task.settings.target_version for task in tasks)
    left.sort(key=lambda item: (item.path, item.api))
    return Run(tuple(findings), len(tasks), tuple(targets), tuple(problems), tuple(left))


def check_content(
    content: Union[str, bytes],
    path: str,
    settings: Settings,
    projects: Optional[Projects] = None,
    **options: Any,
) -> list[Finding]:
    """The findings of one document that was read already.

    A caller that has several documents keeps their ``projects``. ``options`` are those of ``analyze``.
    """
    return _analyze(content, path, settings, {} if projects is None else projects, **options)


def fix_files(
    findings: Iterable[Finding], overrides: Mapping[str, object], unsafe: bool
) -> Iterator[tuple[str, bytes, Fixed]]:
    """Each file of the findings that fixes change: its path, its content, and what becomes of it. Nothing is
    written. Raises OSError for a file that can be read no more."""
    from ms_lint.fixing import is_applicable

    projects: Projects = {}
    for path in dict.fromkeys(finding.path for finding in findings if is_applicable(finding, unsafe)):
        with open(path, "rb") as file:
            content = file.read()
        fixed = fix_content(content, path, load_settings(path, overrides), unsafe, projects)
        if fixed.content != content:
            yield path, content, fixed


def fix_content(
    content: bytes, path: str, settings: Settings, unsafe: bool, projects: Optional[Projects] = None
) -> Fixed:
    """One document with its fixes applied: the safe ones, or all. Suppressed findings and those of rules that the
    settings call unfixable are left alone."""
    from ms_lint.fixing import fix, is_applicable

    known: Projects = {} if projects is None else projects

    def is_allowed(finding: Finding) -> bool:
        return is_applicable(finding, unsafe) and is_fixable(settings, finding.code, finding.name)

    return fix(content, path, lambda each: check_content(each, path, settings, known), is_allowed)


def check_in_host(
    content: Union[str, bytes], path: str, settings: Settings, projects: Projects, **options: Any
) -> list[Finding]:
    """As ``check_content``, within flake8 or pylint.

    What is kept between files, syntax trees above all, is put out of the reach of the host's collector,
    which would walk it again and again: that took longer than the analysis.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return check_content(content, path, settings, projects, **options)
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@functools.lru_cache(maxsize=64)
def check_rules(settings: Settings) -> None:
    """Raise SettingsError for plugins that cannot be loaded and codes that no rule has."""
    from ms_lint.rules import load_rules

    try:
        rules = load_rules(settings.plugins)
    except (ImportError, ValueError) as error:
        place = dict(settings.provenance).get("plugins", "settings")
        problem = error.args[0] if isinstance(error, ValueError) and error.args else " ".join(str(error).split())
        raise SettingsError(say('{place}: "plugins": {problem}', place=place, problem=problem)) from error
    check_codes(settings, [rule.code for rule in rules], [rule.name for rule in rules])


def find_tasks(
    paths: Sequence[str],
    settings: Optional[Settings],
    overrides: Mapping[str, object],
    problems: list[Problem],
) -> Iterator[Task]:
    """The files below the paths; what keeps folders from being searched is added to ``problems``. Raises
    FileNotFoundError and SettingsError."""
    from ms_lint.files import discover

    groups: dict[Settings, list[str]] = {}
    for path in paths:
        if not os.path.exists(path):
            raise FileNotFoundError(say("no such file or folder: {path}", path=path))
        groups.setdefault(settings or load_settings(path, overrides), []).append(path)
    seen = set()
    for common, members in groups.items():
        for file in discover(members, common, problems):
            real = os.path.realpath(file.path) if len(groups) > 1 else file.path
            if real not in seen:
                seen.add(real)
                yield Task(file.path, settings or load_settings(file.path, overrides))


# ---------------------------------------------------------------- one process


def _in_turn(tasks: Iterable[Task]) -> Results:
    projects: Projects = {}
    with _collector_at_rest():
        for task in tasks:
            yield task, _check_file(task, projects)
            _collect_young()


def _check_file(task: Task, projects: Projects) -> Checked:
    try:
        if not stat.S_ISREG(os.stat(task.path).st_mode):  # reading a pipe could wait for ever
            return _unreadable(task, say("it is not a regular file")), []
        with open(task.path, "rb") as file:
            content = file.read()
    except OSError as error:
        return _unreadable(task, _small(error.strerror or type(error).__name__)), []
    left: list[Left] = []
    return _analyze(content, task.path, task.settings, projects, left=left), left


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _unreadable(task: Task, reason: str) -> list[Finding]:
    from ms_lint.analysis import unreadable

    found = unreadable(task.path, reason)
    return [found] if is_code_selected(task.settings, found.code, found.name, True, task.path) else []


def _analyze(
    content: Union[str, bytes], path: str, settings: Settings, projects: Projects, **options: Any
) -> list[Finding]:
    from ms_lint.analysis import analyze, project_for

    key = (settings.root, settings.target_version)
    try:
        project = projects.get(key)
        if project is None:
            project = projects[key] = project_for(settings)
        return analyze(content, path, settings, project=project, **options)
    except SettingsError:
        raise
    except Exception as error:  # a defect of ours must cost this file only
        return [internal_error(path, " ".join(f"{type(error).__name__}: {error}".split()))]


def internal_error(path: str, what: str) -> Finding:
    """The finding for a file on which the engine itself failed."""
    from ms_lint.analysis import engine_finding

    message = say("ms-lint failed on this file ({error}). Please report this.", error=what)
    return engine_finding(INTERNAL_ERROR, path, message)


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Switch the cyclic collector off and put what is there out of its reach; later, back again."""
    was_enabled = gc.isenabled()
    freezes = gc.get_freeze_count() == 0  # else the caller froze objects, which unfreeze would free
    gc.disable()
    if freezes:
        gc.freeze()
    try:
        yield
    finally:
        if freezes:
            gc.unfreeze()
        if was_enabled:
            gc.enable()


def _collect_young() -> None:
    """Between files: free the cycles of the last ones, so that memory does not grow without end.

    Only the youngest generation is looked at, so each object costs this once.
    """
    if gc.get_count()[0] > _YOUNG_OBJECTS:
        gc.collect(0)


# ---------------------------------------------------------------- many processes

_projects: Projects = {}  # of a worker


def _in_processes(tasks: Sequence[Task], jobs: int) -> Results:
    """The same findings as ``_in_turn``, in the order in which they come.

    Where a process dies, the files that were under way are checked again, each in a process of its
    own; the file that kills that one too gets an internal error.
    """
    from concurrent.futures import FIRST_COMPLETED, wait
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(_BATCH, len(tasks) // (jobs * 4)))
    waiting = [tasks[start : start + size] for start in range(0, len(tasks), size)]
    waiting.reverse()
    pool = _pool(jobs)
    try:
        running: dict[Future[list[Checked]], Sequence[Task]] = {}
        while waiting or running:
            suspects: list[Task] = []
            try:
                # No more than the processes can take up, so that few files are suspect if one dies.
                while waiting and len(running) < jobs:
                    batch = waiting.pop()
                    suspects += batch  # until it is known to be running
                    running[pool.submit(_check_batch, batch)] = batch
                    suspects.clear()
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    found = future.result()
                    yield from zip(running.pop(future), found)
            except BrokenProcessPool:
                for future, batch in running.items():
                    if future.done() and future.exception() is None:
                        yield from zip(batch, future.result())
                    else:
                        suspects += batch
                running.clear()
                pool.shutdown()
                yield from _one_by_one(suspects)
                pool = _pool(jobs)
        pool.shutdown()
    finally:
        _kill(pool)


def _one_by_one(tasks: Iterable[Task]) -> Results:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(1)
    try:
        for task in tasks:
            try:
                found = pool.submit(_check_batch, [task]).result()
            except BrokenProcessPool:
                found = [([internal_error(task.path, say("its process died"))], [])]
                pool.shutdown()
                pool = _pool(1)
            yield task, found[0]
        pool.shutdown()
    finally:
        _kill(pool)


def _pool(jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Everywhere the same; and a fork would copy the locks of a progress bar's thread.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End processes that are still at work, after Ctrl-C; nothing to do for a pool that was shut down."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)  # its thread must be gone before the interpreter ends


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    gc.disable()
    gc.freeze()


def _check_batch(tasks: Sequence[Task]) -> list[Checked]:
    found = []
    for task in tasks:
        found.append(_check_file(task, _projects))
        _collect_young()
    return found
