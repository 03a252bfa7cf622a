"""What an HDF5 file of Keras has: a program of its own, run by ``keras_hdf5.py``, that prints it as JSON.

``hdf5_program.py FOLDER FILE``: FOLDER is where h5py is installed. Printed are ``model_config`` and
``training_config`` (texts, null where there are none), ``tensors`` (lists of path, shape and dtype), and ``names``: of
layers, by the path of their group; or ``error``. Nothing of ms-lint is imported here.
"""

from __future__ import annotations

import json
import sys
from typing import Any

_MAXIMUM_TENSORS = 200_000
_MAXIMUM_TEXT = 32_000_000
_MAXIMUM_MEMORY = 4 << 30
_SECONDS = 60


def _limit() -> None:
    """Bound the memory and the time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, _MAXIMUM_MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))


def _contents(file: Any, h5py: Any) -> dict[str, Any]:
    tensors: list[tuple[str, list[int], str]] = []
    names: dict[str, Any] = {}

    def visit(path: str, item: Any) -> Any:
        if path.startswith("optimizer"):
            return None
        if isinstance(item, h5py.Dataset):
            tensors.append((path, [int(size) for size in item.shape or ()], str(item.dtype)))
        elif "name" in item.attrs:
            names[path] = _text(item.attrs, "name")
        return True if len(tensors) > _MAXIMUM_TENSORS else None

    file.visititems(visit)  # goes by hard links alone: never into another file
    configs = {name: _text(file.attrs, name) for name in ("model_config", "training_config")}
    return {**configs, "tensors": tensors, "names": names}


def _text(attributes: Any, name: str) -> Any:
    if name not in attributes or attributes.get_id(name).get_storage_size() > _MAXIMUM_TEXT:
        return None
    value = attributes[name]
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value if isinstance(value, str) else None


def _main() -> None:
    folder, path = sys.argv[1:]
    sys.path.append(folder)
    import h5py

    _limit()
    try:
        with h5py.File(path, "r") as file:
            contents = _contents(file, h5py)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, UnicodeError, MemoryError) as error:
        contents = {"error": " ".join(str(error).split()) or type(error).__name__}
    print(json.dumps(contents))


if __name__ == "__main__":
    _main()
