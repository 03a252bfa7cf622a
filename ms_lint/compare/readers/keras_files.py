"""Keras' files: ``.keras`` (an archive with the configuration as JSON) and ``.h5`` (HDF5; needs h5py, the extra
``h5``)."""

from __future__ import annotations

import json
from typing import Any, Optional

from ms_lint.compare.model import Parameter, UnreadableReference
from ms_lint.compare.readers.archives import open_archive, read_member
from ms_lint.compare.readers.wire import Malformed

_MAXIMUM_CONFIG = 32_000_000
_MAXIMUM_TENSORS = 200_000


def read_keras(data: memoryview, path: str) -> str:
    """The configuration in a ``.keras`` file. Raises Malformed."""
    with open_archive(data, path) as archive:
        if "config.json" not in archive.namelist():
            raise Malformed("there is no config.json in the archive: Keras 3 did not write it")
        content = read_member(archive, "config.json", _MAXIMUM_CONFIG)
    return content.decode("utf-8", "replace")


def read_h5(path: str) -> tuple[Optional[str], list[Parameter]]:
    """The configuration in an HDF5 file, None where it has weights only, and the names and shapes of its tensors.

    Raises Malformed, and UnreadableReference where h5py is not installed.
    """
    try:
        import h5py
    except ImportError:
        raise UnreadableReference("HDF5 files need h5py: install `ms-lint[h5]`, or save the model as .keras") from None
    try:
        with h5py.File(path, "r") as file:
            return _config(file), _tensors(file, h5py)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise Malformed(f"it is a damaged HDF5 file ({' '.join(str(error).split())})") from None


def _config(file: Any) -> Optional[str]:
    text = _text(file.attrs.get("model_config"))
    if text is None:
        return None
    try:
        config = json.loads(text)
        compiled = json.loads(_text(file.attrs.get("training_config")) or "{}")
    except (ValueError, RecursionError) as error:
        raise Malformed(f"the configuration in it is no JSON ({error})") from None
    return json.dumps({**config, "compile_config": compiled}) if isinstance(config, dict) else text


def _text(value: Any) -> Optional[str]:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value if isinstance(value, str) else None


def _tensors(file: Any, h5py: Any) -> list[Parameter]:
    found: list[Parameter] = []

    def visit(name: str, item: Any) -> Optional[bool]:
        if isinstance(item, h5py.Dataset) and not name.startswith("optimizer"):
            found.append(Parameter(name, tuple(item.shape or ()), str(item.dtype)))
        return True if len(found) > _MAXIMUM_TENSORS else None

    root = file.get("model_weights", file)
    root.visititems(visit)
    return found
