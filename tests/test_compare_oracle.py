"""The map of names on the real frameworks: weights that it converts give the original's numbers."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from compare_helpers import DATA, FILES

from ms_lint.cli import main

pytestmark = pytest.mark.oracle

#: Run by TensorFlow's Python: the weights of the model by the names of the map, an image, and what comes of it.
_KERAS = """
import sys
import numpy as np
import keras
model = keras.saving.load_model(sys.argv[1])
rng = np.random.default_rng(1)
tensors = {}
for layer in model.layers:
    for variable in layer.weights:
        low = 0.5 if variable.name.endswith(("variance", "gamma")) else -0.5
        variable.assign(rng.uniform(low, 1.0, variable.shape).astype("float32"))
        tensors[f"{layer.name}/{variable.name}"] = np.asarray(variable)
image = rng.uniform(-1, 1, (2, 32, 32, 3)).astype("float32")
np.savez(sys.argv[2], _image=image, _result=np.asarray(model(image, training=False)), **tensors)
"""


def documented_convert() -> Any:
    """The function `convert` as docs/compare.md has it."""
    page = (Path(__file__).parent.parent / "docs" / "compare.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)\n\n\ntensors = ", page, re.DOTALL)
    assert code is not None
    names: dict[str, Any] = {}
    exec(code.group(1), names)
    return names["convert"]


def module_of(path: Path) -> dict[str, Any]:
    """The names of a program."""
    names: dict[str, Any] = {"__name__": path.stem}
    exec(compile(path.read_text(encoding="utf-8"), path.name, "exec"), names)
    return names


def load(port: Path, reference: Path, tensors: dict[str, Any], folder: Path) -> Any:
    """The port with the weights of the reference, through the map that the command writes."""
    import mindspore as ms

    net = module_of(port)["Net"]()
    assert main(["compare", str(reference), f"{port}:Net", "-q", "--write-map", str(folder / "map.json")]) == 0
    assert json.loads((folder / "map.json").read_text(encoding="utf-8"))["unmatched"]["cell"] == []
    missing, _ = ms.load_param_into_net(net, documented_convert()(str(folder / "map.json"), tensors))
    assert missing == []
    net.set_train(False)
    return net


def test_torch_weights(tmp_path: Path) -> None:
    import mindspore as ms
    import numpy as np
    import torch

    original = module_of(DATA / "originals" / "torch_net.py")["Net"]()
    original.load_state_dict(torch.load(FILES / "net.pth"))
    tensors = {name: tensor.numpy() for name, tensor in original.state_dict().items()}
    image = np.random.default_rng(1).uniform(-1, 1, (2, 3, 32, 32)).astype(np.float32)
    expected = original.eval()(torch.from_numpy(image)).detach().numpy()
    net = load(DATA / "ports" / "torch_net.py", FILES / "net.pth", tensors, tmp_path)
    np.testing.assert_allclose(net(ms.Tensor(image)).asnumpy(), expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("flattened", ["as Keras does", "as MindSpore does"])
def test_keras_weights(flattened: str, tmp_path: Path) -> None:
    import mindspore as ms
    import numpy as np

    python = os.environ.get("MS_LINT_TENSORFLOW_PYTHON")
    if not python:
        pytest.skip("MS_LINT_TENSORFLOW_PYTHON names no Python with TensorFlow")
    made = tmp_path / "made.npz"
    subprocess.run([python, "-c", _KERAS, str(FILES / "net.keras"), str(made)], check=True, capture_output=True)
    tensors = dict(np.load(made))
    image, expected = tensors.pop("_image"), tensors.pop("_result")
    port = tmp_path / "port.py"
    text = (DATA / "ports" / "keras_net.py").read_text(encoding="utf-8")
    if flattened == "as MindSpore does":
        text = text.replace("ops.flatten(x.permute(0, 2, 3, 1))", "ops.flatten(x)")
    port.write_text(text, encoding="utf-8")
    net = load(port, FILES / "net.keras", tensors, tmp_path)
    result = net(ms.Tensor(image.transpose(0, 3, 1, 2))).asnumpy()
    np.testing.assert_allclose(result, expected, rtol=1e-3, atol=1e-4)
