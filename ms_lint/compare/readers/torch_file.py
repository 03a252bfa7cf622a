"""torch's ``.pth`` and ``.pt``: state dicts, nested ones, pickled modules and TorchScript, zipped or as before 1.6.

Only the pickle is read, as notes (``pickles.py``); the storages of the tensors are not touched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ms_lint.compare.model import Parameter
from ms_lint.compare.readers.archives import open_archive, read_member
from ms_lint.compare.readers.pickles import Made, Name, Stored, pairs_of, read_pickle
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

_MAGIC = 0x1950A86A20F9469CFC6C
_MAXIMUM_PICKLE = 64_000_000
_MAXIMUM_VISITS = 300_000
_MAXIMUM_DEPTH = 60
#: Where a training script puts the weights among other things.
_WRAPPERS = ("state_dict", "model_state_dict", "model", "net", "network", "module", "weights", "params", "ema")
_TENSORS = "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_meta_tensor_no_storage"
_PARAMETERS = "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter"
_WRAPPED = "_rebuild_from_type_v2", "_rebuild_from_type"
_STORAGES = {
    "FloatStorage": "float32", "DoubleStorage": "float64", "HalfStorage": "float16", "BFloat16Storage": "bfloat16",
    "LongStorage": "int64", "IntStorage": "int32", "ShortStorage": "int16", "CharStorage": "int8",
    "ByteStorage": "uint8", "BoolStorage": "bool",
}  # fmt: skip


@dataclass
class Module:
    """A pickled ``torch.nn.Module``: its class, its plain attributes, and the names of its own parameters."""

    path: str
    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    children: list[str] = field(default_factory=list)
    is_shared: bool = False


@dataclass
class TorchFile:
    """What a file has: how it is packed, its tensors, and its modules where the whole model was pickled.
    ``prefix`` is the key under which the weights were found, empty where they are the file itself."""

    form: str
    parameters: list[Parameter]
    modules: list[Module]
    prefix: str = ""


def read_torch(data: memoryview, path: str) -> TorchFile:
    """A file that ``torch.save`` or ``torch.jit.save`` wrote. Raises Malformed."""
    if bytes(data[:4]) == b"PK\x03\x04":
        with open_archive(data, path) as archive:
            names = archive.namelist()
            name = next((name for name in names if name.endswith("/data.pkl")), None) or (
                "data.pkl" if "data.pkl" in names else None
            )
            if name is None:
                raise Malformed(say("there is no data.pkl in the archive: torch.save did not write it"))
            content = read_member(archive, name, _MAXIMUM_PICKLE)
        is_script = any(name.endswith("/constants.pkl") or "/code/" in name for name in names)
        value, _ = read_pickle(memoryview(content))
        return _read(value, "TorchScript" if is_script else "torch.save, zip")
    if bytes(data[257:262]) == b"ustar":
        raise Malformed(say("it is a tar archive, as torch wrote them before 0.1.10; save it again with a newer torch"))
    value, at = read_pickle(data)
    if value != _MAGIC:
        return _read(value, "a plain pickle")
    for _ in range(2):  # the protocol's version, and what the machine was like
        _, at = read_pickle(data, at)
    value, _ = read_pickle(data, at)
    return _read(value, "torch.save before 1.6")


def _read(value: Any, form: str) -> TorchFile:
    prefix = ""
    for _ in range(5):
        pairs = pairs_of(value)
        if pairs is None:
            break
        inner = _weights_within(pairs)
        if inner is None:
            break
        key, value = inner
        prefix = f"{prefix}.{key}" if prefix else key
    reader = _Reader()
    pairs = pairs_of(value)
    if pairs is not None:
        reader.pairs(pairs, "", 0)
    elif isinstance(value, Made) and not _is_tensor(value):
        reader.module(value, "", 0)
    if not reader.parameters and not reader.modules:
        raise Malformed(say("there are no tensors in it"))
    return TorchFile(form, reader.parameters, reader.modules, prefix)


def _weights_within(pairs: list[tuple[Any, Any]]) -> Optional[tuple[str, Any]]:
    """The entry of a checkpoint that has the weights; None where the tensors stand in the dict itself."""
    known = {key: value for key, value in pairs if isinstance(key, str)}
    if any(isinstance(value, Made) and _shape_of(value) is not None for value in known.values()):
        return None
    for key in _WRAPPERS:
        value = known.get(key)
        if pairs_of(value) or (isinstance(value, Made) and pairs_of(value.state)):
            return key, value
    return None


class _Reader:
    def __init__(self) -> None:
        self.parameters: list[Parameter] = []
        self.modules: list[Module] = []
        self._visits = 0
        self._seen: set[int] = set()

    def _visit(self, depth: int) -> None:
        self._visits += 1
        if self._visits > _MAXIMUM_VISITS or depth > _MAXIMUM_DEPTH:
            raise Malformed(say("what it describes is larger or deeper than any model"))

    def pairs(self, pairs: list[tuple[Any, Any]], path: str, depth: int) -> None:
        """Tensors in a dict, and in dicts within it."""
        for key, value in pairs:
            self._visit(depth)
            if not isinstance(key, (str, int)):
                continue
            name = f"{path}.{key}" if path else str(key)
            parameter = _parameter(name, value)
            inner = pairs_of(value) if parameter is None else None
            if parameter is not None:
                self.parameters.append(parameter)
            elif inner is not None:
                self.pairs(inner, name, depth + 1)

    def module(self, made: Made, path: str, depth: int) -> None:
        """A module with its parameters, and the modules within it."""
        self._visit(depth)
        state = made.state
        if isinstance(state, tuple):  # (the dict, the slots)
            state = state[0] if state else None
        pairs = pairs_of(state)
        if pairs is None:
            return
        attributes = {key: value for key, value in pairs if isinstance(key, str)}
        module = Module(path, made.name, {key: _plain(value) for key, value in attributes.items() if key[:1] != "_"})
        module.attributes = {key: value for key, value in module.attributes.items() if value is not _NO_PLAIN}
        module.is_shared = id(made) in self._seen
        self._seen.add(id(made))
        self.modules.append(module)
        held = ("_parameters", "_buffers")
        tensors = [pair for key in held for pair in pairs_of(attributes.get(key)) or ()]
        children = pairs_of(attributes.get("_modules")) or []
        if "_modules" not in attributes:  # TorchScript keeps them as plain attributes
            tensors += [(key, value) for key, value in attributes.items() if _shape_of(value) is not None]
            children = [(key, value) for key, value in attributes.items() if _is_script_module(value)]
        for key, value in tensors:
            parameter = _parameter(f"{path}.{key}" if path else str(key), value)
            if parameter is not None:
                self.parameters.append(parameter)
                module.parameters[str(key)] = parameter
        for key, value in children:
            if isinstance(value, Made):
                name = f"{path}.{key}" if path else str(key)
                module.children.append(name)
                self.module(value, name, depth + 1)


def _is_script_module(value: Any) -> bool:
    return isinstance(value, Made) and value.name.startswith("__torch__.") and pairs_of(value.state) is not None


_NO_PLAIN = object()


def _plain(value: Any) -> Any:
    """A number, word or tuple of such; ``_NO_PLAIN`` for anything else."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Made) and value.name == "torch.Size" and value.arguments:
        value = value.arguments[0]
    is_short = isinstance(value, (tuple, list)) and len(value) <= 8
    is_plain = is_short and all(isinstance(item, (bool, int, float)) or item is None for item in value)
    return tuple(value) if is_plain else _NO_PLAIN


def _parameter(name: str, value: Any) -> Optional[Parameter]:
    shape = _shape_of(value)
    return None if shape is None else Parameter(name, shape, _type_of(value))


def _is_tensor(value: Any) -> bool:
    return _shape_of(value) is not None


def _shape_of(value: Any, depth: int = 0) -> Optional[tuple[int, ...]]:
    """The shape of what would be a tensor, a Parameter or a numpy array; None for anything else."""
    if not isinstance(value, Made) or depth > 4:
        return None
    name, arguments = value.name.rpartition(".")[2], value.arguments
    if name in _TENSORS or name == "_rebuild_qtensor":
        shape = arguments[2] if len(arguments) > 2 else None
        if name == "_rebuild_meta_tensor_no_storage":
            shape = arguments[1] if len(arguments) > 1 else None
        if isinstance(shape, Made) and shape.arguments:
            shape = shape.arguments[0]
        return _sizes(shape)
    if name in _PARAMETERS and arguments:
        return _shape_of(arguments[0], depth + 1)
    if name in _WRAPPED and len(arguments) > 2 and isinstance(arguments[0], Name) and isinstance(arguments[2], tuple):
        return _shape_of(Made(arguments[0], arguments[2]), depth + 1)
    if name == "_rebuild_device_tensor_from_numpy" and arguments:
        return _shape_of(arguments[0], depth + 1)
    if name == "_reconstruct" and isinstance(value.state, tuple) and len(value.state) > 1:
        return _sizes(value.state[1])
    return None


def _sizes(shape: Any) -> Optional[tuple[int, ...]]:
    is_short = isinstance(shape, (tuple, list)) and len(shape) <= 32
    is_shape = is_short and all(isinstance(size, int) and not isinstance(size, bool) and size >= 0 for size in shape)
    return tuple(shape) if is_shape else None


def _type_of(value: Any, depth: int = 0) -> str:
    if not isinstance(value, Made) or depth > 4 or not value.arguments:
        return ""
    if value.name.rpartition(".")[2] in (*_PARAMETERS, "_rebuild_device_tensor_from_numpy"):
        return _type_of(value.arguments[0], depth + 1)
    storage = value.arguments[0]
    if isinstance(storage, Stored) and isinstance(storage.key, tuple) and len(storage.key) > 1:
        kind = storage.key[1]
        return _STORAGES.get(kind.name.rpartition(".")[2], "") if isinstance(kind, Name) else ""
    return ""
