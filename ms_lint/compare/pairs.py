"""The pairs in the settings: which references the classes of a file are held against."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ms_lint.compare.comparison import Comparison, ComparisonError, compare_module, read_names
from ms_lint.compare.model import Reference, UnreadableReference
from ms_lint.compare.sources import load_reference, split_target
from ms_lint.messages import say

if TYPE_CHECKING:
    from ms_lint.semantics.module import Module
    from ms_lint.settings import Settings

#: References that were read, by path, size and time; a run over many files reads each once.
_known: dict[tuple[object, ...], Reference] = {}
_MAXIMUM_KNOWN = 16


def pairs_of(path: str, settings: Settings) -> Iterator[tuple[str, str, str]]:
    """The class, the reference and the map of names of each pair whose target is this file."""
    if not settings.compare:
        return
    here = os.path.abspath(path)
    for target, reference, names in settings.compare:
        file, name = split_target(target)
        if os.path.abspath(os.path.join(settings.root, file)) == here:
            yield name, os.path.join(settings.root, reference), names and os.path.join(settings.root, names)


def compare_pairs(module: Module, settings: Settings) -> tuple[list[Comparison], list[str]]:
    """The comparisons for a module, and, for the pairs that cannot be compared, why: complete sentences."""
    compared, failures = [], []
    for name, reference, names in pairs_of(module.path, settings):
        try:
            model = _load(reference, module, settings, name)
            compared.append(compare_module(model, module, name, read_names(names) if names else {}))
        except UnreadableReference as error:
            failures.append(_unreadable(reference, error.args[0]))
        except ComparisonError as error:
            failures.append(say("Nothing can be compared: {reason}.", reason=error.args[0]))
        except OSError as error:
            failures.append(_unreadable(reference, (error.strerror or type(error).__name__).lower()))
    return compared, failures


def _unreadable(reference: str, reason: str) -> str:
    return say("The reference {file} cannot be read: {reason}.", file=os.path.basename(reference), reason=reason)


def _load(reference: str, module: Module, settings: Settings, name: str) -> Reference:
    status = os.stat(split_target(reference)[0])
    key = (reference, status.st_size, status.st_mtime_ns, settings.target_version, name)
    model = _known.get(key)
    if model is None:
        if len(_known) >= _MAXIMUM_KNOWN:
            _known.clear()
        model = _known[key] = load_reference(reference, module.catalog, settings.root, name.partition("(")[0])
    return model
