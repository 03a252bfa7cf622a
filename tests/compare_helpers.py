"""What the tests of the comparison share: the files made by tools/make_compare_fixtures.py, as they are on disk."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    from tomllib import loads
else:
    from tomli import loads

DATA = Path(__file__).parent / "data" / "compare"
FILES = DATA / "files"
NAMES = sorted(path.name.removesuffix(".gz") for path in FILES.iterdir())

#: References by what they can tell.
MODULES = ["net_module.pt", "net_module_legacy.pt"]
ONNX = ["net.onnx", "net_folded.onnx", "net_dynamo.onnx"]
TORCH = [*MODULES, *ONNX, "torch_net.py"]
WEIGHTS = [
    "net.pth",
    "net_legacy.pth",
    "net_nested.pth.tar",
    "net_script.pt",
    "net.safetensors",
    "net.ckpt",
    "net_crc.ckpt",
]
KERAS_SOURCE = "keras_net.py:build"
KERAS_CLASSES = "keras_classes.py:Net"
KERAS_MODELS = ["net.keras", "net.h5", KERAS_SOURCE]
KERAS_CONFIG = [*KERAS_MODELS, "events.out.tfevents.net"]
KERAS = [*KERAS_CONFIG, "net_frozen.pb", "saved_model.pb", KERAS_CLASSES]
KERAS_WEIGHTS = ["net.index", "net.weights.h5"]
POSE = ["pose.pb", "pose.pbtxt", "events.out.tfevents.pose"]
SMALL = ["small.meta", "small_frozen.pb"]
_GROUPS = {
    "models": TORCH,
    "modules": MODULES,
    "graphs": [*ONNX, "torch_net.py"],
    "weights": WEIGHTS,
    "keras": KERAS,
    "keras-config": KERAS_CONFIG,
    "keras-models": KERAS_MODELS,
    "keras-built": [each for each in KERAS if each != KERAS_CLASSES],
    "keras-weights": KERAS_WEIGHTS,
    "pose": POSE,
    "small": SMALL,
}
PLANTED: dict[str, dict[str, Any]] = loads((DATA / "planted.toml").read_text(encoding="utf-8"))


def references_of(planted: dict[str, Any]) -> list[str]:
    """The references that tell a planted difference."""
    return [reference for group in planted["references"] for reference in _GROUPS.get(group, [group])]


def reference_file(name: str, folder: Path) -> Path:
    """The path of a file, unpacked into a folder where it is kept packed."""
    packed = FILES / f"{name}.gz"
    if not packed.exists():
        return FILES / name
    path = folder / name
    if not path.exists():
        path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def content(name: str) -> bytes:
    """The bytes of a file."""
    packed = FILES / f"{name}.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (FILES / name).read_bytes()
