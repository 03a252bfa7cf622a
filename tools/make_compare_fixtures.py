"""Make the files in tests/data/compare/files with the real frameworks, from the models in tests/data/compare/originals.

One call makes what its environment can; the files are checked in, so that no test needs a framework:

    TENSORFLOW_PYTHON tools/make_compare_fixtures.py tensorflow     # tensorflow-cpu 2.21
    ORACLE_PYTHON tools/make_compare_fixtures.py torch mindspore    # torch 2.13, mindspore 2.10
    ONNX_PYTHON tools/make_compare_fixtures.py onnx                 # torch with onnx, onnxscript and safetensors
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import sys
import tempfile
import types
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "compare"
FILES = DATA / "files"


def make_tensorflow() -> None:
    """The pose graph in TensorFlow's 1.x formats, the Keras model in those of Keras 3 and of TensorFlow 2."""
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _pose(tf.compat.v1, folder)
        _keras(tf, folder)
        _keras_shared(tf)


def _pose(tf: Any, folder: Path) -> None:
    pose_tf = _original("pose_tf")
    graph = tf.Graph()
    with graph.as_default():
        pose_tf.build()
        saver = tf.train.Saver()
        tf.io.write_graph(graph.as_graph_def(), str(FILES), "pose.pb", as_text=False)
        tf.io.write_graph(graph.as_graph_def(), str(FILES), "pose.pbtxt")
        writer = tf.summary.FileWriter(str(folder), graph=graph)
        writer.close()
        event = next(folder.glob("events.out.tfevents.*"))
        shutil.copyfile(event, FILES / "events.out.tfevents.pose")
    for file in ("pose.pb", "pose.pbtxt", "events.out.tfevents.pose"):
        packed = gzip.compress((FILES / file).read_bytes(), mtime=0)
        (FILES / f"{file}.gz").write_bytes(packed)
        (FILES / file).unlink()
    # a smaller front end for what has the numbers of the weights in it
    graph = tf.Graph()
    with graph.as_default():
        with tf.variable_scope("small"):
            images = tf.placeholder(tf.float32, [1, 32, 32, 3], name="images")
            x = pose_tf.conv(images, 8, 7, 2, "conv1")
            x = pose_tf.lrn(pose_tf.max_pool(x, 2, "pool1"), "norm1")
            x = tf.reshape(x, [1, 8 * 8 * 8])
            out = pose_tf.dense(x, 5, "fc")
        saver = tf.train.Saver()
        with tf.Session(graph=graph) as session:
            session.run(tf.global_variables_initializer())
            path = saver.save(session, str(folder / "small"))
            for suffix in (".index", ".meta"):
                shutil.copyfile(path + suffix, FILES / f"small{suffix}")
            frozen = tf.graph_util.convert_variables_to_constants(session, graph.as_graph_def(), [out.op.name])
            tf.io.write_graph(frozen, str(FILES), "small_frozen.pb", as_text=False)


def _keras(tf: Any, folder: Path) -> None:
    import keras

    keras_net = _original("keras_net")
    keras.utils.set_random_seed(1)
    model = keras_net.build()
    model.save(FILES / "net.keras")
    model.save(FILES / "net.h5")
    model.save_weights(FILES / "net.weights.h5")
    nested = keras_net.build_nested()
    nested.save(FILES / "nested.h5")
    nested.save_weights(FILES / "nested.weights.h5")
    subclassed = keras_net.Subclassed()
    subclassed(keras.ops.zeros((1, 8, 8, 3)))
    subclassed.save_weights(FILES / "subclassed.weights.h5")
    tf.train.Checkpoint(model=model).write(str(folder / "net"))
    shutil.copyfile(folder / "net.index", FILES / "net.index")
    tf.saved_model.save(model, str(folder / "saved"))
    shutil.copyfile(folder / "saved" / "saved_model.pb", FILES / "saved_model.pb")
    # what keras.callbacks.TensorBoard writes, which needs the tensorboard package for its scalars
    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name, metadata.plugin_data.content = "graph_keras_model", b"1"
    with tf.summary.create_file_writer(str(folder / "log")).as_default():
        tf.summary.write("keras", model.to_json(), step=0, metadata=metadata)
    event = next((folder / "log").glob("events.out.tfevents.*"))
    shutil.copyfile(event, FILES / "events.out.tfevents.net")
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    function = tf.function(lambda image: model(image, training=False))
    concrete = function.get_concrete_function(tf.TensorSpec((None, 32, 32, 3), tf.float32))
    frozen = convert_variables_to_constants_v2(concrete)
    tf.io.write_graph(frozen.graph.as_graph_def(), str(FILES), "net_frozen.pb", as_text=False)


def _keras_shared(tf: Any) -> None:
    import keras
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    keras.utils.set_random_seed(1)
    model = _original("keras_shared").build()
    model.save(FILES / "shared.keras")
    model.save(FILES / "shared.h5")
    function = tf.function(lambda first, second: model([first, second], training=False))
    image = tf.TensorSpec((None, 16, 16, 3), tf.float32)
    frozen = convert_variables_to_constants_v2(function.get_concrete_function(image, image))
    tf.io.write_graph(frozen.graph.as_graph_def(), str(FILES), "shared_frozen.pb", as_text=False)


def make_torch() -> None:
    """The torch models as state dicts, nested ones, whole modules and TorchScript, zipped and as before 1.6."""
    import torch

    torch_net = _original("torch_net")
    torch.manual_seed(1)
    net, text = torch_net.Net(), torch_net.TextNet()
    torch.save(net.state_dict(), FILES / "net.pth")
    torch.save(net.state_dict(), FILES / "net_legacy.pth", _use_new_zipfile_serialization=False)
    optimizer = torch.optim.Adam(net.parameters())
    net(torch.zeros(2, 3, 32, 32)).sum().backward()
    optimizer.step()
    checkpoint = {"epoch": 3, "state_dict": net.state_dict(), "best": 0.5}
    torch.save(checkpoint, FILES / "net_nested.pth.tar")
    torch.save(net.eval(), FILES / "net_module.pt")
    with mock.patch("inspect.getsourcefile", lambda part: f"{part.__module__}.py"):
        torch.save(net, FILES / "net_module_legacy.pt", _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(net), FILES / "net_script.pt")
    _without(FILES / "net_script.pt", ".debug_pkl")
    torch.save(text.state_dict(), FILES / "text.pth")
    torch.save(text, FILES / "text_module.pt")


def make_onnx() -> None:
    """The torch model as both exporters of torch write it, and as safetensors."""
    import onnx
    import torch
    from safetensors.torch import save_file

    torch_net = _original("torch_net")
    torch.manual_seed(1)
    net = torch_net.Net().eval()
    save_file(net.state_dict(), FILES / "net.safetensors", metadata={"format": "pt"})
    image = torch.zeros(1, 3, 32, 32)
    torch.onnx.export(net, (image,), str(FILES / "net_folded.onnx"), dynamo=False)
    torch.onnx.export(
        net, (image,), str(FILES / "net.onnx"), dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
    )  # fmt: skip
    torch.onnx.export(net, (image,), str(FILES / "net_dynamo.onnx"), dynamo=True, external_data=False)
    model = onnx.load(str(FILES / "net_dynamo.onnx"))
    for node in model.graph.node:
        kept = [entry for entry in node.metadata_props if not entry.key.endswith("stack_trace")]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    onnx.save(model, str(FILES / "net_dynamo.onnx"))
    shared = _original("torch_shared").Net().eval()
    image = torch.zeros(1, 3, 16, 16)
    torch.onnx.export(
        shared, (image, image), str(FILES / "shared.onnx"), dynamo=False, training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
    )  # fmt: skip


def make_mindspore() -> None:
    """The port of the torch model as a MindSpore checkpoint, without and with a check sum."""
    import mindspore as ms

    torch_net_port = _original("torch_net", "ports")
    ms.set_seed(1)
    net = torch_net_port.Net()
    ms.save_checkpoint(net, str(FILES / "net.ckpt"))
    ms.save_checkpoint(net, str(FILES / "net_crc.ckpt"), crc_check=True)


def _without(path: Path, suffix: str) -> None:
    """An archive without some members: those that have paths of the machine in them."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if not name.endswith(suffix)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)


def _original(name: str, folder: str = "originals") -> Any:
    """A model's module. Frameworks write the path of its source into their files: it is kept a bare name."""
    os.chdir(DATA / folder)
    module = types.ModuleType(name)
    module.__file__ = f"{name}.py"
    sys.modules[name] = module
    source = (DATA / folder / f"{name}.py").read_text(encoding="utf-8")
    exec(compile(source, module.__file__, "exec"), vars(module))
    return module


MAKERS = {
    "tensorflow": make_tensorflow,
    "torch": make_torch,
    "onnx": make_onnx,
    "mindspore": make_mindspore,
}


def main() -> None:
    """Make the files of the frameworks that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("frameworks", nargs="+", choices=sorted(MAKERS))
    arguments = parser.parse_args()
    FILES.mkdir(exist_ok=True)
    for framework in arguments.frameworks:
        MAKERS[framework]()


if __name__ == "__main__":
    main()
