"""How long the names and shapes of a large checkpoint take to read, and how much memory.

    python benchmarks/references.py [--megabytes 100]

For each format a file with that many megabytes of tensors is made in a folder for temporary files, in the way its own
library lays it out, and read in a process of its own. Seconds are of CPU time, with the imports that reading needs, and
those of the process that reads HDF5. `of reading` is their ratio to the time that it takes to read all bytes, `of size`
the ratio of the memory that reading needed at its peak to the size of the file. The `.h5` needs h5py.
"""

from __future__ import annotations

import argparse
import json
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

FILES = Path(__file__).resolve().parent.parent / "tests" / "data" / "compare" / "files"
_TENSORS = 400
_MEASURE = """
import json, pathlib, resource, sys, time
from ms_lint.compare.readers import read_reference
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
reference = read_reference(sys.argv[1])
seconds = time.process_time() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN)
start = time.process_time()
for path in pathlib.Path(sys.argv[1]).parent.iterdir():
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass
all_bytes = time.process_time() - start
seconds += child.ru_utime + child.ru_stime
print(json.dumps([len(reference.parameters), seconds, all_bytes, max(after - before, child.ru_maxrss) / 1024]))
"""


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _tensors(size: int) -> Iterator[tuple[str, int, int]]:
    """Names with two sizes whose product is about the share of each tensor, of four bytes a number."""
    rows = max(1, size // _TENSORS // 4 // 256)
    for index in range(_TENSORS):
        yield f"layers.{index}.weight", rows, 256


def make_safetensors(path: Path, size: int) -> None:
    """As safetensors lays it out."""
    header, at = {}, 0
    for name, rows, columns in _tensors(size):
        end = at + rows * columns * 4
        header[name] = {"dtype": "F32", "shape": [rows, columns], "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + at)


def make_ckpt(path: Path, size: int) -> None:
    """As MindSpore's save_checkpoint does: a parameter in pieces of at most 512 kB."""
    with open(path, "wb") as file:
        for name, rows, columns in _tensors(size):
            left = rows * columns * 4
            while left:
                piece = min(left, 512 * 1024)
                left -= piece
                dims = b"".join(b"\x08" + _varint(each) for each in (rows, columns))
                tensor = dims + _field(2, b"Float32") + _field(3, bytes(piece))
                file.write(_field(1, _field(1, name.encode()) + _field(2, tensor)))


def make_onnx(path: Path, size: int) -> None:
    """A graph of matrix products, with the numbers in the file."""
    nodes, initializers, last = [], [], b"x"
    for index, (name, rows, columns) in enumerate(_tensors(size)):
        out = f"y{index}".encode()
        node = _field(1, last) + _field(1, name.encode()) + _field(2, out) + _field(4, b"MatMul")
        dims = b"".join(b"\x08" + _varint(each) for each in (rows, columns))
        tensor = dims + b"\x10\x01" + _field(8, name.encode()) + _field(9, bytes(rows * columns * 4))
        nodes.append(_field(1, node))
        initializers.append(_field(5, tensor))
        last = out
    path.write_bytes(_field(7, b"".join(nodes + initializers)))


def make_torch(path: Path, size: int) -> None:
    """The pickle of a small state dict that torch wrote, beside storages of that size."""
    with zipfile.ZipFile(FILES / "net.pth") as sample, zipfile.ZipFile(path, "w") as archive:
        names = sample.namelist()
        stored = [name for name in names if "/data/" in name]
        for name in names:
            content = bytes(size // len(stored)) if name in stored else sample.read(name)
            archive.writestr(name, content)


def make_old_torch(path: Path, size: int) -> None:
    """What torch wrote before 1.6: pickles, and the storages behind them."""
    with open(path, "wb") as file:
        file.write((FILES / "net_legacy.pth").read_bytes())
        file.write(bytes(size))


def make_index(path: Path, size: int) -> None:
    """TensorFlow's checkpoint: the names and shapes are in a file of their own, beside the numbers."""
    path.write_bytes((FILES / "net.index").read_bytes())
    path.with_name(f"{path.stem}.data-00000-of-00001").write_bytes(bytes(size))


def make_h5(path: Path, size: int) -> None:
    """Weights of Keras."""
    import h5py

    with h5py.File(path, "w") as file:
        for name, rows, columns in _tensors(size):
            data = file.create_dataset(f"{name.replace('.', '/')}/vars/0", (rows, columns), dtype="float32")
            data[...] = 1.0


MAKERS: dict[str, Callable[[Path, int], None]] = {
    "large.safetensors": make_safetensors,
    "large.ckpt": make_ckpt,
    "large.onnx": make_onnx,
    "large.pth": make_torch,
    "large_old.pth": make_old_torch,
    "large.index": make_index,
    "large.weights.h5": make_h5,
}


def main() -> None:
    """Print a row for each format."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=100, help="of tensors in each file (default: 100)")
    arguments = parser.parse_args()
    print(f"{'file':<18} {'size':>7} {'tensors':>8} {'seconds':>8} {'of reading':>11} {'memory':>8} {'of size':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, maker in MAKERS.items():
            path = Path(folder) / name
            try:
                maker(path, arguments.megabytes * 1_000_000)
            except ImportError as error:
                print(f"{name:<18} {error}")
                continue
            command = [sys.executable, "-c", _MEASURE, str(path)]
            measured = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            tensors, seconds, all_bytes, memory = json.loads(measured)
            megabytes = sum(each.stat().st_size for each in path.parent.iterdir()) / 1e6
            shares = seconds / all_bytes, memory * 1.048576 / megabytes
            print(
                f"{name:<18} {megabytes:>4.0f} MB {tensors:>8} {seconds:>8.3f} {shares[0]:>11.2f} {memory:>5.1f} MB "
                f"{shares[1]:>7.1%}"
            )
            for each in path.parent.iterdir():
                each.unlink()


if __name__ == "__main__":
    main()
