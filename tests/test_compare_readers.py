"""The readers of reference files: what each format tells, and that no bytes whatever do harm."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import pytest
from compare_helpers import NAMES, content, reference_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ms_lint.compare.model import Layer, Reference, UnreadableReference
from ms_lint.compare.readers import read_reference, textproto, wire

READABLE = NAMES
H5 = [name for name in NAMES if name.endswith(".h5")]


def read(name: str, folder: Path) -> Reference:
    return read_reference(str(reference_file(name, folder)))


def layer(reference: Reference, name: str) -> Layer:
    return next(each for each in reference.layers if each.name == name)


@pytest.mark.parametrize("name", READABLE)
def test_every_file_is_read(name: str, tmp_path: Path) -> None:
    reference = read(name, tmp_path)
    assert reference.layers
    assert len({each.name for each in reference.layers}) == len(reference.layers)
    names = {each.name for each in reference.layers}
    for each in reference.layers:
        assert set(each.inputs or ()) <= names


@pytest.mark.parametrize("name", ["pose.pb", "pose.pbtxt", "events.out.tfevents.pose"])
def test_pose_graph(name: str, tmp_path: Path) -> None:
    pose = read(name, tmp_path)
    assert len(pose.layers) == 28
    assert layer(pose, "conv1").facts == {
        "axes": 2, "kernel": (7, 7), "stride": (2, 2), "dilation": (1, 1), "padding": "same", "in_per_group": 3,
        "out": 64, "bias": True, "activation": "relu",
    }  # fmt: skip
    assert layer(pose, "conv1").weights["weight"].shape == (7, 7, 3, 64)
    assert layer(pose, "norm1").facts == {"radius": 2, "alpha": 2e-05, "beta": 0.75, "k": 1.0}
    assert layer(pose, "mix1_out3").facts["kernel"] == (1, 1)
    assert layer(pose, "mix1_concat").inputs == ("mix1_out0", "mix1_out1", "mix1_out2", "mix1_out3")
    assert layer(pose, "mix1_concat").facts == {"axis": 3}
    assert layer(pose, "cls1_fc_pose_xyz").facts == {"in": 256, "out": 3, "bias": True, "activation": "none"}
    assert pose.training == {
        "optimizer": "adam", "learning_rate": 0.0001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-08,
        "loss_factors": (0.3, 150.0),
    }  # fmt: skip
    assert not any("Adam" in parameter.name for parameter in pose.parameters)


@pytest.mark.parametrize("name", ["small.meta", "small_frozen.pb"])
def test_small_graph(name: str, tmp_path: Path) -> None:
    small = read(name, tmp_path)
    assert [(each.name, each.kind) for each in small.layers] == [
        ("small/conv1", "conv"),
        ("small/pool1", "max_pool"),
        ("small/norm1", "lrn"),
        ("small/fc", "dense"),
    ]
    assert layer(small, "small/fc").facts == {"in": 512, "out": 5, "bias": True, "activation": "none"}


@pytest.mark.parametrize("name", ["net.keras", "net.h5", "events.out.tfevents.net"])
def test_keras_model(name: str, tmp_path: Path) -> None:
    net = read(name, tmp_path)
    facts = {each.name: each.facts for each in net.layers}
    assert facts["stem_norm"] == {"epsilon": 1e-4, "momentum": 0.9, "size": 8, "activation": "relu"}
    assert facts["reduce"]["padding"] == ((1, 1), (1, 1))  # by ZeroPadding2D
    assert (facts["depthwise"]["groups"], facts["depthwise"]["out"]) == (8, 8)
    assert (facts["right"]["dilation"], facts["right"]["activation"]) == ((2, 2), "sigmoid")
    assert facts["up"]["padding"] == "same"
    assert facts["hidden"] == {"in": 80, "out": 12, "bias": True, "activation": "tanh"}
    assert layer(net, "joined").inputs == ("left", "right")
    assert layer(net, "up").weights["weight"].shape == (3, 3, 5, 10)
    if not name.startswith("events"):
        expected = {"optimizer": "adam", "learning_rate": 2e-4, "beta1": 0.85, "beta2": 0.999, "eps": 1e-7}
        assert net.training == expected


def test_keras_weights(tmp_path: Path) -> None:
    net = read("net.weights.h5", tmp_path)
    assert {each.name: each.kind for each in net.layers} == {
        "stem": "conv?", "stem_norm": "batch_norm", "reduce": "conv?", "depthwise": "conv?", "left": "conv?",
        "right": "conv?", "up": "conv?", "norm": "vector?", "hidden": "matrix?", "head": "matrix?",
    }  # fmt: skip
    assert layer(net, "up").weights["weight"].name == "layers/conv2d_transpose/vars/0"
    assert layer(net, "up").weights["weight"].shape == (3, 3, 5, 10)


def test_nested_keras_model(tmp_path: Path) -> None:
    """A model within a model, a separable convolution and an LSTM: as a whole model and as weights."""
    model, weights = read("nested.h5", tmp_path), read("nested.weights.h5", tmp_path)
    assert layer(model, "inner/separable/depthwise").facts["groups"] == 4
    assert layer(model, "inner/separable").weights["weight"].shape == (1, 1, 4, 6)
    assert layer(model, "encoder").facts == {"in": 6, "out": 5, "bias": True}
    names = {each.name for each in model.layers if each.weights}
    assert {each.name for each in weights.layers} == names
    assert layer(weights, "encoder").kind == "lstm"
    assert layer(weights, "encoder").facts == {"in": 6, "out": 5, "bias": True}


def test_weights_of_a_subclassed_keras_model(tmp_path: Path) -> None:
    names = {each.name: each.kind for each in read("subclassed.weights.h5", tmp_path).layers}
    assert names["blocks/conv2d"] == "conv?"
    assert names["blocks/batch_normalization"] == "batch_norm"
    assert names["head/dense"] == "matrix?"


def test_hdf5_without_h5py(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "ms-lint[h5]" in refused(reference_file("net.h5", tmp_path))


@pytest.mark.parametrize("name", ["net_frozen.pb", "saved_model.pb"])
def test_keras_model_as_a_graph(name: str, tmp_path: Path) -> None:
    net = read(name, tmp_path)
    facts = {each.name.removeprefix("classifier_1/"): each.facts for each in net.layers}
    assert facts["stem_norm_1"] == {"epsilon": 1e-4, "size": 8}  # spelled out in single operators
    assert facts["norm_1"]["epsilon"] == 1e-5
    assert (facts["right_1"]["dilation"], facts["right_1"]["padding"]) == ((2, 2), ((2, 2), (2, 2)))
    assert facts["reduce_1"]["bias"]
    assert not facts["stem_1"]["bias"]
    assert facts["up_1"]["padding"] == "same"


def test_tensorflow_checkpoints(tmp_path: Path) -> None:
    small = read("small.index", tmp_path)
    assert {each.name: each.shape for each in small.parameters} == {
        "small/conv1/biases": (8,),
        "small/conv1/weights": (7, 7, 3, 8),
        "small/fc/biases": (5,),
        "small/fc/weights": (512, 5),
    }
    net = read("net.index", tmp_path)
    assert [each.kind for each in net.layers].count("conv?") == 6
    assert [each.name.rpartition("/")[2] for each in net.layers] == [
        "1", "2", "5", "6", "7", "8", "11", "12", "15", "17",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["net.pth", "net_legacy.pth", "net_nested.pth.tar", "net_script.pt", "net.safetensors"]
)
def test_torch_weights(name: str, tmp_path: Path) -> None:
    net = read(name, tmp_path)
    shapes = {each.name: each.shape for each in net.parameters}
    assert len(shapes) == 47
    assert shapes["stem.weight"] == (8, 3, 7, 7)
    assert shapes["up.weight"] == (12, 6, 2, 2)
    assert {each.dtype for each in net.parameters} == {"float32"}
    kinds = {each.name: each.kind for each in net.layers}
    assert (kinds["stem"], kinds["stem_norm"], kinds["head"], kinds["norm"]) == (
        "conv?",
        "batch_norm",
        "matrix?",
        "vector?",
    )


@pytest.mark.parametrize("name", ["net_module.pt", "net_module_legacy.pt"])
def test_pickled_modules(name: str, tmp_path: Path) -> None:
    net = read(name, tmp_path)
    facts = {each.name: each.facts for each in net.layers}
    assert facts["blocks.1.bn1"] == {"size": 16, "epsilon": 1e-3, "momentum": 0.97, "affine": True}
    assert facts["dilated"] == {
        "axes": 2, "in": 16, "out": 12, "kernel": (3, 3), "stride": (1, 1), "dilation": (2, 2), "groups": 1,
        "padding": ((2, 2), (2, 2)), "in_per_group": 16, "bias": True,
    }  # fmt: skip
    assert not facts["blocks.0.conv1"]["bias"]


def test_recurrent_layers(tmp_path: Path) -> None:
    for name in ("text.pth", "text_module.pt"):
        encoder = layer(read(name, tmp_path), "encoder")
        assert encoder.kind == "lstm"
        assert encoder.facts == {"in": 16, "out": 24, "layers": 2, "bias": True, "bidirectional": False}


@pytest.mark.parametrize("name", ["net.onnx", "net_folded.onnx", "net_dynamo.onnx"])
def test_onnx(name: str, tmp_path: Path) -> None:
    net = read(name, tmp_path)
    facts = {each.name: each.facts for each in net.layers}
    assert (facts["up"]["in"], facts["up"]["out"], facts["up"]["stride"]) == (12, 6, (2, 2))
    assert facts["right"]["padding"] == ((0, 0), (1, 1))
    assert facts["hidden"] == {"in": 144, "out": 20, "bias": True, "activation": "tanh"}
    assert next(each.inputs for each in net.layers if each.kind == "concat") == ("left", "right")
    assert facts["depthwise"]["activation"] == "sigmoid"
    if name == "net.onnx":
        assert facts["blocks.1.bn1"] == {"epsilon": 1e-3, "momentum": 0.97, "size": 16, "activation": "relu"}
        assert facts["blocks.1.bn2"]["activation"] == "none"  # the sum of two branches is what is activated


# ---------------------------------------------------------------- bad input


def refused(path: Path) -> str:
    """Why a file is refused: a sentence without the path."""
    with pytest.raises(UnreadableReference) as caught:
        read_reference(str(path))
    reason = str(caught.value)
    assert reason
    assert "\n" not in reason
    return reason


def attempt(path: Path) -> Optional[Reference]:
    """What a file is read as; None where it is refused. Anything else that is raised fails the test."""
    try:
        return read_reference(str(path))
    except UnreadableReference:
        return None


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_truncated_files_are_refused_or_read_in_part(name: str, share: float, tmp_path: Path) -> None:
    data = content(name)
    path = write(tmp_path, name, data[: int(len(data) * share)])
    reference = attempt(path)
    # what was read stands before the cut: an event file, a legacy pickle before its numbers
    assert reference is None or reference.layers


@pytest.mark.parametrize("name", ["pose.pb", "net.pth", "net.keras", "net.onnx", "net.index", "net.safetensors"])
def test_a_truncation_is_called_one(name: str, tmp_path: Path) -> None:
    data = content(name)
    reason = refused(write(tmp_path, name, data[: len(data) * 2 // 3]))
    assert "truncated" in reason


def test_a_member_whose_own_name_is_damaged_is_refused(tmp_path: Path) -> None:
    data = bytearray(content("net.pth"))
    data[7] |= 8  # the flag that names are UTF-8
    data[30] = 0x80
    assert "damaged" in refused(write(tmp_path, "net.pth", bytes(data)))


#: Small files, since each is read hundreds of times.
_SMALL = ["small.index", "small.meta", "net.safetensors", "net.pth", "net_legacy.pth", "net.keras", "net_frozen.pb"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bits_never_crash(data: st.DataObject, tmp_path: Path) -> None:
    name = data.draw(st.sampled_from(_SMALL))
    changed = bytearray(content(name))
    # names and shapes stand in the first kilobytes, and for some at the end
    places = st.one_of(
        st.integers(0, min(4000, len(changed) - 1)), st.integers(max(0, len(changed) - 2000), len(changed) - 1)
    )
    for place in data.draw(st.lists(places, min_size=1, max_size=8)):
        changed[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.none(), st.integers(0, len(changed))))
    path = write(tmp_path, name, bytes(changed[:cut]))
    attempt(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=400),
    suffix=st.sampled_from([".pb", ".pbtxt", ".meta", ".index", ".pt", ".safetensors", ".onnx", ".ckpt", ".keras"]),
)
def test_any_bytes_are_refused_or_read(data: bytes, suffix: str, tmp_path: Path) -> None:
    attempt(write(tmp_path, f"made{suffix}", data))


@pytest.mark.parametrize("name", H5)
def test_damaged_hdf5_files_are_refused_or_read_in_part(name: str, tmp_path: Path) -> None:
    data = content(name)
    for seed in range(6):
        chance = random.Random(seed)
        changed = bytearray(data)
        for _ in range(40):
            changed[chance.randrange(8, len(changed))] = chance.randrange(256)
        attempt(write(tmp_path, name, bytes(changed)))
    assert "truncated" in refused(write(tmp_path, name, data[: len(data) // 2]))


def test_hdf5_links_lead_to_no_other_file(tmp_path: Path) -> None:
    import h5py

    with h5py.File(tmp_path / "other.h5", "w") as other:
        other["secret/kernel"] = [1.0]
    with h5py.File(tmp_path / "net.weights.h5", "w") as file:
        file["dense/dense/kernel"] = [[1.0]]
        file["outside"] = h5py.ExternalLink("other.h5", "/")
        file["inside"] = h5py.SoftLink("/dense")
    reference = read_reference(str(tmp_path / "net.weights.h5"))
    assert [each.name for each in reference.parameters] == ["dense/dense/kernel"]


def test_wrong_types_are_named(tmp_path: Path) -> None:
    assert "empty" in refused(write(tmp_path, "a.pb", b""))
    assert "Git LFS" in refused(write(tmp_path, "a.pth", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"))
    assert "known are" in refused(write(tmp_path, "a.txt", b"hello"))
    assert ".index" in refused(write(tmp_path, "model.ckpt-1.data-00000-of-00001", b"\0" * 64))
    assert "no zip archive" in refused(write(tmp_path, "a.keras", b"hello"))
    assert "no HDF5 file" in refused(write(tmp_path, "a.h5", b"hello"))
    assert "no pickle" in refused(write(tmp_path, "a.pth", b"<html></html>"))
    assert "no MindSpore checkpoint" in refused(write(tmp_path, "a.ckpt", b"\x12\x02hi"))
    tmp_path.joinpath("folder").mkdir()
    assert "saved_model.pb" in refused(tmp_path / "folder")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.pb")
        with pytest.raises((UnreadableReference, OSError)):
            read_reference(os.fspath(tmp_path / "none.pb"))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    data = bytearray(content("net.keras"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("config.json")
    data[info.header_offset + 6] |= 1
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    assert "encrypted" in refused(write(tmp_path, "net.keras", bytes(data)))


def test_archive_bombs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", b" " * 40_000_000)
    assert "at most" in refused(path)
    # one that lies about its size
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(signature) + offset, 100)
    assert refused(write(tmp_path, "liar.keras", bytes(data)))


def test_huge_claims_cost_nothing(tmp_path: Path) -> None:
    huge = struct.pack("<Q", 1 << 62)
    assert "longer than the format allows" in refused(write(tmp_path, "a.safetensors", huge + b"{}" * 10))
    assert "truncated" in refused(write(tmp_path, "a.pb", b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f"))
    assert "truncated" in refused(write(tmp_path, "events.out.tfevents.1", huge + b"\0" * 20))
    assert "truncated" in refused(write(tmp_path, "a.pt", b"\x80\x04\x8e" + huge))
    # memoizing under a huge index makes Python's own unpickler allocate that much
    assert refused(write(tmp_path, "b.pt", b"\x80\x02Nr\xff\xff\xff\xff."))


@pytest.mark.parametrize(("name", "node"), [("a.pb", b"\x0a\x00"), ("a.pbtxt", b"node {}\n")])
def test_endless_nodes_are_refused(name: str, node: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAXIMUM_MESSAGES", 99)
    monkeypatch.setattr(textproto, "MAXIMUM_MESSAGES", 99)
    assert "'node' has more entries" in refused(write(tmp_path, name, node * 100))


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    for data in (b'{"class_name": "Functional", "config": ' + b'{"layers": ' * 100_000, b"[" * 100_000):
        path = tmp_path / "deep.keras"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", data)
        assert "no JSON" in refused(path)
    assert "nested too deeply" in refused(write(tmp_path, "a.pbtxt", b"node {" * 10_000))
    nested = b""
    for _ in range(100):
        nested = b"\x0a" + bytes([len(nested)]) + nested if len(nested) < 120 else nested
    refused(write(tmp_path, "a.pb", nested))


#: Read in a process that may have 400 MB more than Python itself, and 20 seconds of a processor.
_LIMITED = """
import resource, sys
from ms_lint.compare.model import UnreadableReference
from ms_lint.compare.readers import read_reference
for kind, most in ((resource.RLIMIT_AS, 400 << 20), (resource.RLIMIT_CPU, 20)):
    resource.setrlimit(kind, (most, most))
for path in sys.argv[1:]:
    try:
        print(len(read_reference(path).parameters))
    except UnreadableReference as error:
        print("refused:", error)
"""


def _bombs(folder: Path) -> Iterator[Path]:
    """Small files that claim to be huge, or unfold to be: one for each reader."""
    huge = struct.pack("<Q", 1 << 40)
    yield write(folder, "a.safetensors", huge + b"{" * 50)
    header = json.dumps(
        {f"t{i}": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 0]} for i in range(9)}
    ).encode()
    yield write(folder, "b.safetensors", struct.pack("<Q", len(header)) + header)
    yield write(folder, "c.pb", b"\x0a" + b"\xff" * 8 + b"\x7f" + b"\0" * 50)
    yield write(folder, "d.pb", b"\x0a\x00" * 50_000)  # empty nodes
    yield write(folder, "e.pbtxt", b"node { name: 'x' op: 'y' }\n" * 10_000)
    yield write(folder, "events.out.tfevents.f", huge + b"\0" * 50)
    yield write(folder, "g.meta", b"\x12\xff\xff\xff\xff\x0f" + b"\0" * 50)
    yield write(folder, "h.index", content("net.index")[:-48] + b"\xff" * 48)
    yield write(folder, "i.onnx", b"\x3a\xff\xff\xff\xff\x0f" + b"\0" * 50)
    yield write(folder, "j.ckpt", b"\x0a\xff\xff\xff\xff\x0f" + b"\0" * 50)
    yield write(folder, "k.pth", b"\x80\x04\x8e" + huge + b".")
    yield write(folder, "l.pth", b"\x80\x02]" + b"2" * 1_500_000 + b".")  # duplicates
    doubled = b"\x80\x02]q\x00" + b"".join(b"]q" + bytes([i]) + b"(h" + bytes([i - 1]) * 2 + b"e" for i in range(1, 60))
    yield write(folder, "m.pth", doubled + b".")
    for name in ("n.keras", "o.pt"):
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("config.json" if name == "n.keras" else "archive/data.pkl", b" " * 300_000_000)
        yield path
    h5 = bytearray(content("net.h5"))
    h5[40:64] = b"\xff" * 24
    yield write(folder, "p.h5", bytes(h5))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of resources")
def test_bombs_cost_little(tmp_path: Path) -> None:
    paths = list(map(str, _bombs(tmp_path)))
    command = [sys.executable, "-c", _LIMITED, *paths]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answers = run.stdout.splitlines()
    assert len(answers) == len(paths)
    for path, answer in zip(paths, answers):
        if not path.endswith("b.safetensors"):  # shapes may claim anything: no tensor is read
            assert answer.startswith("refused: "), (path, answer)


# ---------------------------------------------------------------- pickles


class Hostile:
    """Runs a command where it is unpickled."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.target}",)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_hostile_pickle_does_nothing(protocol: int, tmp_path: Path) -> None:
    mark = tmp_path / "it-ran"
    data = pickle.dumps({"weight": Hostile(str(mark))}, protocol)
    path = write(tmp_path, f"hostile{protocol}.pth", data)
    assert "no tensors" in refused(path)
    archive_path = tmp_path / "hostile.pt"
    with zipfile.ZipFile(archive_path, "w") as archive:
        archive.writestr("archive/data.pkl", data)
    assert "no tensors" in refused(archive_path)
    assert not mark.exists()
    pickle.loads(data)  # and it would have
    assert mark.exists()


def test_pickles_that_refer_to_themselves(tmp_path: Path) -> None:
    table: dict[str, Any] = {}
    table["state_dict"] = table
    assert refused(write(tmp_path, "a.pth", pickle.dumps(table)))
    deep: dict[str, Any] = {}
    for _ in range(40):
        deep = {"next": deep, "other": deep}  # 2 ** 40 paths, in a small file
    assert "larger or deeper" in refused(write(tmp_path, "b.pth", pickle.dumps(deep)))


def test_endless_pickles_end(tmp_path: Path) -> None:
    data = b"\x80\x02" + b"N0" * 2_000_000 + b"."
    assert "instructions" in refused(write(tmp_path, "a.pth", data))


def test_numpy_arrays_in_a_plain_pickle(tmp_path: Path) -> None:
    reconstruct = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\x00\x85C\x01bt"
    array = reconstruct + b"R(K\x01K\x02K\x03\x86NtbU\x01x0"
    data = b"\x80\x02}X\x08\x00\x00\x00c.weight" + array.replace(b"U\x01x0", b"") + b"s."
    reference = read_reference(str(write(tmp_path, "a.pkl.pth", data)))
    assert [(each.name, each.shape) for each in reference.parameters] == [("c.weight", (2, 3))]


def test_safetensors_of_mindspore(tmp_path: Path) -> None:
    header = {"bn.gamma": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}
    text = json.dumps(header).encode()
    path = write(tmp_path, "a.safetensors", struct.pack("<Q", len(text)) + text + b"\0" * 16)
    assert read_reference(str(path)).framework == "mindspore"
