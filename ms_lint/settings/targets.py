"""The known versions of MindSpore that a target version, or a range of them, stands for."""

from __future__ import annotations

import functools
import re
from typing import Optional

from ms_lint.knowledge.versions import SHIPPED_VERSIONS, known_versions, version_key
from ms_lint.messages import say
from ms_lint.settings.model import SettingsError


class TooOldError(SettingsError):
    """A target is older than all versions that are known."""


_VERSION = re.compile(
    r"v?(\d+(?:\.\d+)*)(?:[-_.]?(?:alpha|beta|preview|post|dev|pre|rev|rc|a|b|c|r)[-_.]?\d*)*(?:\+[a-z0-9._-]+)?",
    re.IGNORECASE | re.ASCII,
)

_OLDEST = version_key(SHIPPED_VERSIONS[0])[:2]


def _known_range() -> str:
    """The first and the last known version as words: 1.8 to 2.10."""
    versions = known_versions()
    return " to ".join(".".join(versions[position].split(".")[:2]) for position in (0, -1))


@functools.lru_cache(maxsize=256)
def target_versions(target: str) -> tuple[str, ...]:
    """The known MindSpore versions that a target covers, oldest first, at least one.

    A version gives one: "2.7.1" itself, "2.7" the newest 2.7.x. A version that is not known
    ("2.3", "2.7.5") gives its neighbours, the newest below and the oldest above; so one that is newer
    than all gives the newest known: a release is not refused because we are older than it. Suffixes
    (rc1, .dev0, +cpu) are set aside. A specifier (">=2.2,<2.8") gives all that match, or the
    neighbours when none does.

    Raises SettingsError for what is neither, and for what is older than all known.
    """
    target = target.strip()
    if re.match(r"[<>=!~]", target):
        return _specified(target)
    match = _VERSION.fullmatch(target)
    if match is None:
        guess = re.match(r"v?(\d+(?:\.\d+){0,2})", target)
        hint = say('; did you mean "{word}"?', word=guess[1]) if guess else ""
        raise SettingsError(
            say('"{target}" is not a version such as "2.7" or ">=2.2,<2.8"{hint}', target=target, hint=hint)
        )
    release = version_key(match[1])[:3]
    if release < _OLDEST[: len(release)]:
        raise TooOldError(
            say('MindSpore "{target}" is not supported; the range is {range}', target=target, range=_known_range())
        )
    same = [version for version in known_versions() if version_key(version)[: len(release)] == release]
    return (same[-1],) if same else _neighbours(release, release)


def newest_where_newer(target: str) -> Optional[str]:
    """The newest known version, where a target is newer than all that are known and so is judged as that one; else
    None. Raises SettingsError as ``target_versions`` does."""
    match = _VERSION.fullmatch(target.strip())
    newest = known_versions()[-1]
    if match is None or target_versions(target) != (newest,):
        return None
    release = version_key(match[1])[:3]
    return newest if release > version_key(newest)[: len(release)] else None


@functools.lru_cache(maxsize=256)
def certain_versions(target: str) -> tuple[str, ...]:
    """Those of the ``target_versions`` that the target covers itself: none where they are neighbours of a version
    that is not known. Raises SettingsError as that does."""
    versions = target_versions(target)
    target = target.strip()
    if re.match(r"[<>=!~]", target):
        from packaging.specifiers import SpecifierSet

        specifiers = SpecifierSet(target)
        return tuple(version for version in versions if specifiers.contains(version))
    match = _VERSION.fullmatch(target)
    release = version_key(match[1])[:3] if match else ()
    return tuple(version for version in versions if version_key(version)[: len(release)] == release)


def _neighbours(lowest: tuple[int, ...], highest: tuple[int, ...]) -> tuple[str, ...]:
    """The newest known below and the oldest known above a range in which none is known."""
    below = [version for version in known_versions() if version_key(version) < lowest]
    above = [version for version in known_versions() if version_key(version) > highest]
    return tuple(below[-1:] + above[:1])


def _specified(target: str) -> tuple[str, ...]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        specifiers = SpecifierSet(target)
    except InvalidSpecifier:
        raise SettingsError(say('"{target}" is not a version specifier such as ">=2.2,<2.8"', target=target)) from None
    known = tuple(version for version in known_versions() if specifiers.contains(version))
    if known:
        return known
    # What it may mean though we know none of it: its own versions and those that exist or could.
    mentioned = re.findall(r"\d+(?:\.\d+)*", target)
    grid = [f"{major}.{minor}.{patch}" for major in (1, 2) for minor in range(12) for patch in range(10)]
    releases = sorted(
        (version_key(version) + (0, 0))[:3]
        for version in (*mentioned, *grid, "9999.0.0")
        if specifiers.contains(version)
    )
    if not releases:
        raise SettingsError(say('no version satisfies "{target}"', target=target))
    if releases[-1] < _OLDEST:
        raise TooOldError(
            say('MindSpore "{target}" is not supported; the range is {range}', target=target, range=_known_range())
        )
    return _neighbours(releases[0], releases[-1])
