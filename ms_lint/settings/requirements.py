"""The target of a project that names none: what it requires of MindSpore, or what is installed."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, Optional

from ms_lint.knowledge.versions import SHIPPED_VERSIONS, version_key
from ms_lint.messages import say
from ms_lint.settings.model import SettingsError
from ms_lint.settings.reading import loads
from ms_lint.settings.targets import TooOldError, target_versions

if TYPE_CHECKING:
    from packaging.markers import Marker

DISTRIBUTIONS: tuple[str, ...] = ("mindspore", "mindspore-gpu", "mindspore-ascend", "mindspore-dev")
"""Names under which MindSpore is published."""


@functools.cache
def infer_target(root: str) -> tuple[str, str]:
    """A target for a project that names none, and where from. Never raises.

    The first requirement on MindSpore with a version wins, in the order of ``_requirements``.
    """
    for file, requirement in _requirements(root):
        target = requirement.target
        note = say("inferred from {file}: {requirement}", file=file, requirement=requirement.text)
        try:
            target_versions(target)
        except TooOldError:
            target, note = SHIPPED_VERSIONS[0], say("{note} (older than all known; the oldest is taken)", note=note)
        except SettingsError:
            continue
        return target, note
    return installed_target()


@functools.cache
def installed_target() -> tuple[str, str]:
    for name, version in _installed():
        try:
            target_versions(version)
        except SettingsError:
            continue
        return version, say("inferred from the installed {name} {version}", name=name, version=version)
    return SHIPPED_VERSIONS[-1], say("default: the newest known")


class _Requirement(NamedTuple):
    target: str
    text: str
    applies: bool = True  # its environment marker holds here


def _requirements(root: str) -> Iterator[tuple[str, _Requirement]]:
    try:
        names = os.listdir(root)
    except OSError:
        return
    loose = [name for name in names if name.startswith("requirements") and name.endswith(".txt")]
    loose.sort(key=lambda name: (name != "requirements.txt", name))
    readers: list[tuple[str, Callable[[str], Iterable[Optional[_Requirement]]]]] = [
        ("pyproject.toml", _pyproject_requirements),
        ("setup.cfg", _setup_cfg_requirements),
        *((name, _text_requirements) for name in loose),
        ("setup.py", _setup_py_requirements),
    ]
    for name, reader in readers:
        text = _requirements_text(os.path.join(root, name)) if name in names else None
        if text is None or "mindspore" not in text.lower():
            continue
        try:
            found = [requirement for requirement in reader(text) if requirement is not None]
        except (ValueError, RecursionError, MemoryError, SyntaxError):
            continue  # whether the project's own files are in order is for others to say
        for requirement in sorted(found, key=lambda item: not item.applies)[:1]:
            yield name, requirement


def _requirements_text(path: str) -> Optional[str]:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    # PowerShell's `pip freeze > requirements.txt` writes UTF-16
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")


_IS_MINDSPORE = re.compile(r"\s*mindspore(?:[-_.]+(?:gpu|ascend|dev))?\s*(?:\[|[<>=!~(@;]|$)", re.IGNORECASE)

_WHEEL = re.compile(r"mindspore(?:_(?:gpu|ascend|dev))?-(\d[^-/\s]*)-[^/\s]*\.whl", re.IGNORECASE)


def _requirement(text: object) -> Optional[_Requirement]:
    """A requirement on MindSpore that says something about its version."""
    if not isinstance(text, str):
        return None
    wheel = _WHEEL.search(text)
    if wheel:
        return _Requirement(wheel[1], wheel[0])
    if not _IS_MINDSPORE.match(text):
        return None
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(text.strip())
    except InvalidRequirement:
        return None
    if not requirement.specifier:
        return None
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    # as a specifier prints them in no order, keep the order of the text
    written = [str(item) for item in requirement.specifier]
    written.sort(key=lambda item: text.replace(" ", "").find(item))
    return _Requirement(",".join(written), name + ",".join(written), _applies(requirement.marker))


def _applies(marker: Optional[Marker]) -> bool:
    try:
        return marker is None or marker.evaluate({"extra": ""})
    except Exception:  # a marker on what this environment does not define
        return False


def _pyproject_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    data = loads(text.replace("\r\n", "\n"))
    project = data.get("project")
    if isinstance(project, dict):
        yield from map(_requirement, _list(project.get("dependencies")))
        optional = project.get("optional-dependencies")
        for extra in optional.values() if isinstance(optional, dict) else ():
            yield from map(_requirement, _list(extra))
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    dependencies = poetry.get("dependencies") if isinstance(poetry, dict) else None
    for name, value in dependencies.items() if isinstance(dependencies, dict) else ():
        if re.sub(r"[-_.]+", "-", name).lower() in DISTRIBUTIONS:
            for item in _list(value) or [value]:
                version = item.get("version") if isinstance(item, dict) else item
                if isinstance(version, str):
                    yield _requirement(name + _from_poetry(version))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _from_poetry(version: str) -> str:
    """Poetry's ^2.2, ~2.2, 2.2.*, 2.2 in the form of PEP 440; nothing for alternatives with ||."""
    parts = []
    for part in version.split(",") if "||" not in version else ():
        part = part.strip()
        match = re.fullmatch(r"([\^~]?)\s*(\d+(?:\.\d+)*)(\.\*)?", part)
        if match is None:
            parts.append(part if part != "*" else "")
            continue
        release = version_key(match[2])
        kept = 1 if match[1] == "^" else min(len(release), 2)
        if match[1]:
            upper = (*release[: kept - 1], release[kept - 1] + 1)
            parts += [f">={match[2]}", f"<{'.'.join(map(str, upper))}"]
        else:
            parts.append(f"=={part}")
    return ",".join(part for part in parts if part)


def _setup_cfg_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ValueError(str(error)) from error
    listed = parser.get("options", "install_requires", fallback="")
    yield from _text_requirements(listed)


def _text_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    joined = re.sub(r"\\\r?\n", " ", text)
    for line in joined.splitlines():
        line = re.sub(r"(?:^|\s)#.*", "", line)
        yield _requirement(re.split(r"\s--", line)[0])


def _setup_py_requirements(text: str) -> Iterator[Optional[_Requirement]]:
    """``install_requires`` of the call of setup, read without running it: literals, names of the
    module that are bound to literals, and sums of those."""
    import ast

    tree = ast.parse(text)
    names: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            names.update({target.id: node.value for target in node.targets if isinstance(target, ast.Name)})
        elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            names[node.target.id] = node.value

    followed: set[str] = set()

    def strings(node: ast.expr) -> Iterator[str]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from node.value.splitlines()
        elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            for item in node.elts:
                yield from strings(item.value if isinstance(item, ast.Starred) else item)
        elif isinstance(node, ast.Name) and node.id in names and node.id not in followed:
            followed.add(node.id)  # once: names may be bound in circles, or double at each step
            yield from strings(names[node.id])
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from strings(node.left)
            yield from strings(node.right)

    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for keyword in call.keywords if called == "setup" else ():
                if keyword.arg == "install_requires":
                    yield from map(_requirement, strings(keyword.value))


def _installed() -> Iterator[tuple[str, str]]:
    """Name and version of installed MindSpore distributions, from their metadata."""
    if not any(map(_has_metadata, dict.fromkeys(sys.path))):
        return  # importlib.metadata costs as much to import as all the rest of us
    from importlib import metadata

    for name in DISTRIBUTIONS:
        try:
            version = metadata.version(name)
        except Exception:  # absent, or metadata that cannot be read in one of many ways
            continue
        if isinstance(version, str):
            yield name, version


def _has_metadata(folder: str) -> bool:
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return False
    return any(name.lower().startswith("mindspore") and name.endswith((".dist-info", ".egg-info")) for name in names)
