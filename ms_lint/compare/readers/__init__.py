"""Files of an original, read into a ``Reference``: each format has a module of its own.

``read_reference`` tells by the first bytes and the name what a file is. Files are mapped into memory and read where
names and shapes stand; tensors are not touched.
"""

from __future__ import annotations

import mmap
import os
import stat
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Callable, Optional

from ms_lint.compare.model import Parameter, Reference, UnreadableReference, natural_key
from ms_lint.compare.readers.wire import Malformed
from ms_lint.messages import say

#: The suffixes of files that can be a reference, apart from source code.
SUFFIXES = (
    ".pb", ".pbtxt", ".meta", ".index", ".keras", ".h5", ".hdf5", ".pth", ".pt", ".bin", ".safetensors", ".onnx",
    ".ckpt",
)  # fmt: skip
SOURCES = (".py", ".ipynb", ".md")

_Reader = Callable[[memoryview, str], Reference]


def read_reference(path: str) -> Reference:
    """The model in a file that is no source code. Raises UnreadableReference with the reason, and OSError."""
    if os.path.isdir(path):
        inner = os.path.join(path, "saved_model.pb")
        if not os.path.isfile(inner):
            raise UnreadableReference(say("it is a folder without a saved_model.pb"))
        path = inner
    with _mapped(path) as data:
        reader = _reader(data, path)
        try:
            return reader(data, path)
        except UnreadableReference:
            raise
        except RecursionError:
            raise UnreadableReference(say("it is nested too deeply")) from None
        except (Malformed, struct.error, IndexError, OverflowError) as error:
            raise UnreadableReference(error.args[0] if isinstance(error, Malformed) else str(error)) from None


@contextmanager
def _mapped(path: str) -> Iterator[memoryview]:
    """The bytes of a file."""
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableReference(say("it is not a regular file"))
        if status.st_size == 0:
            raise UnreadableReference(say("it is empty"))
        # not closed here: what was cut out of it may still be held by an exception on its way
        yield memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _reader(data: memoryview, path: str) -> _Reader:
    """What reads a file: by its beginning where that tells, else by its name. Raises UnreadableReference."""
    name = os.path.basename(path).lower()
    suffix = os.path.splitext(name)[1]
    head = bytes(data[:64])
    if head.startswith(b"version https://git-lfs"):
        raise UnreadableReference(say("it is a pointer of Git LFS and not the file itself; run `git lfs pull`"))
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return _h5
    if head.startswith(b"PK\x03\x04"):
        return _keras if suffix == ".keras" else _torch
    if "tfevents" in name:
        return _events
    known = {
        ".pb": _saved_model if name == "saved_model.pb" else _graph,
        ".pbtxt": _graph_text,
        ".meta": _meta_graph,
        ".index": _index,
        ".safetensors": _safetensors,
        ".onnx": _onnx,
        ".ckpt": _ckpt,
        ".pth": _torch,
        ".pt": _torch,
        ".bin": _torch,
        ".tar": _torch,
    }.get(suffix)
    if known is not None:
        return known
    if suffix in (".keras", ".h5", ".hdf5"):
        what = "zip archive" if suffix == ".keras" else "HDF5 file"
        raise UnreadableReference(say("it is no {what}, which a {suffix} file is", what=what, suffix=suffix))
    from ms_lint.compare.readers.checkpoint_index import is_index

    if is_index(data):
        return _index
    if suffix.startswith(".data-"):
        raise UnreadableReference(
            say("it has a checkpoint's numbers; give its .index file, which has the names and shapes")
        )
    raise UnreadableReference(
        say("a file like this is not known; known are {suffixes} and event files", suffixes=", ".join(SUFFIXES))
    )


# ---------------------------------------------------------------- formats


def _graph(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.graph_def import read_graph

    return _of_graph(read_graph(data), path, "TensorFlow GraphDef")


def _graph_text(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.graph_def import read_graph_text

    return _of_graph(read_graph_text(bytes(data).decode("utf-8", "replace")), path, "TensorFlow GraphDef (text)")


def _meta_graph(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.graph_def import read_meta_graph

    return _of_graph(read_meta_graph(data), path, "TensorFlow MetaGraphDef")


def _saved_model(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.graph_def import read_saved_model

    return _of_graph(read_saved_model(data), path, "TensorFlow SavedModel")


def _events(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.graph_def import read_events

    graph, config = read_events(data)
    if config is not None:
        return _of_config(config, path, "TensorBoard event file, Keras model")
    if graph is None:
        raise Malformed(say("there is no graph in it; write one with tf.summary or FileWriter(graph=...)"))
    return _of_graph(graph, path, "TensorBoard event file")


def _of_graph(graph: object, path: str, form: str) -> Reference:
    from ms_lint.compare.readers.graph_def import Graph
    from ms_lint.compare.readers.tensorflow_layers import layers_of

    assert isinstance(graph, Graph)
    if not graph.operations:
        raise Malformed(say("there is no node of a graph in it"))
    layers, parameters, training = layers_of(graph)
    if not layers:
        raise Malformed(say("none of its {count} nodes is a layer", count=len(graph.operations)))
    return Reference(path, form, "tensorflow", tuple(layers), tuple(parameters), training, is_graph=True)


def _of_config(config: str, path: str, form: str) -> Reference:
    from ms_lint.compare.readers.keras_config import read_config

    layers, training = read_config(config)
    weights = tuple(weight for layer in layers for weight in layer.weights.values())
    return Reference(path, form, "tensorflow", tuple(layers), weights, training, is_graph=True)


def _keras(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.keras_archive import read_keras

    return _of_config(read_keras(data, path), path, "Keras archive")


def _h5(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.keras_hdf5 import read_h5

    file = read_h5(path)
    if file.config is not None:
        model = _of_config(file.config, path, "Keras HDF5 file")
        layers = tuple(file.completed(model.layers))
        weights = tuple(weight for layer in layers for weight in layer.weights.values())
        return replace(model, layers=layers, parameters=weights)
    if not file.tensors:
        raise Malformed(say("there is neither a model nor a tensor in it"))
    return Reference(path, "HDF5 weights", "tensorflow", tuple(file.layers()), tuple(file.tensors), has_layers=False)


def _index(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.checkpoint_index import read_index
    from ms_lint.compare.readers.weights import is_state, layers_from

    found = sorted(read_index(data), key=lambda each: natural_key(each.name))
    parameters = tuple(each for each in found if not is_state(each.name))
    if not parameters:
        raise Malformed(say("there is no variable in it"))
    layers = tuple(layers_from(parameters, "tensorflow"))
    return Reference(path, "TensorFlow checkpoint", "tensorflow", layers, parameters, has_layers=False)


def _safetensors(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.safetensors import read_safetensors

    return _of_weights(path, "safetensors", read_safetensors(data), None)


def _ckpt(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.mindspore_ckpt import read_ckpt

    return _of_weights(path, "MindSpore checkpoint", read_ckpt(data), "mindspore")


def _of_weights(path: str, form: str, found: Sequence[Parameter], framework: Optional[str]) -> Reference:
    from ms_lint.compare.readers.weights import is_state, layers_from

    parameters = tuple(each for each in found if not is_state(each.name))
    if not parameters:
        raise Malformed(say("there is no tensor of a model in it"))
    if framework is None:
        own = (".gamma", ".moving_mean", ".embedding_table")
        framework = "mindspore" if any(each.name.endswith(own) for each in parameters) else "torch"
    layers = tuple(layers_from(parameters, framework))
    return Reference(path, form, framework, layers, parameters, has_layers=False)


def _torch(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.torch_file import read_torch
    from ms_lint.compare.readers.torch_layers import layers_of
    from ms_lint.compare.readers.weights import is_state, layers_from

    file = read_torch(data, path)
    parameters = tuple(each for each in file.parameters if not is_state(each.name))
    notes = (say("the weights stand under {name}", name=repr(file.prefix)),) if file.prefix else ()
    layers = tuple(layers_of(file.modules))
    if layers:
        return Reference(path, f"pickled module ({file.form})", "torch", layers, parameters, notes=notes)
    layers = tuple(layers_from(parameters, "torch"))
    form = f"state dict ({file.form})"
    return Reference(path, form, "torch", layers, parameters, has_layers=False, notes=notes)


def _onnx(data: memoryview, path: str) -> Reference:
    from ms_lint.compare.readers.onnx_file import read_onnx

    layers, parameters = read_onnx(data)
    return Reference(path, "ONNX", "torch", tuple(layers), tuple(parameters), is_graph=True, may_be_folded=True)
