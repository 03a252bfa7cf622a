"""Each thing that is left over from torch, TensorFlow or Keras, one by one, and what stands there rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import check

from ms_lint import check_paths
from ms_lint.settings import Settings

_HEAD = """
import mindspore as ms
from mindspore import Tensor, nn, ops

x = Tensor([[1.0, 2.0, 3.0]])
net = nn.SequentialCell(nn.Dense(3, 4), nn.ReLU())
loss_fn = nn.MSELoss()
optimizer = nn.SGD(net.trainable_params(), 0.1)
"""
#: By what the line belongs to: lines that are left over from torch, TensorFlow or Keras.
LEFT = {
    "imports": [
        "import torch",
        "import torch.nn.functional as F",
        "from torch import optim",
        "from torch.utils.data import DataLoader",
        "import torchvision",
        "from torchvision import transforms",
        "from torchvision.models import resnet50",
        "import tensorflow as tf",
        "from tensorflow import keras",
        "from tensorflow.keras import layers",
        "import keras",
        "from keras.layers import Dense",
    ],
    "calls": [
        "import torch\ny = torch.zeros(2, 3)",
        "import torch\ny = torch.cat([x, x], dim=1)",
        "import torch.nn.functional as F\ny = F.relu(x)",
        "from torch import nn\nlayer = nn.Linear(3, 4)",
        "from torchvision import transforms\nresize = transforms.Resize(224)",
        "import tensorflow as tf\ny = tf.zeros((2, 3))",
        "from tensorflow.keras import layers\nlayer = layers.Dense(4)",
        "import keras\nlayer = keras.layers.Dense(4)",
    ],
    "attributes": [
        "import torch\ndtype = torch.float32",
        "import torch\nmost = torch.finfo(torch.float32).max",
        "import tensorflow as tf\ndtype = tf.float32",
    ],
    "methods of tensors": [
        "y = x.cuda()",
        "y = x.to('cuda')",
        "y = x.to('cuda:0')",
        "y = x.detach()",
        "y = x.cpu()",
        "y = x.size()",
        "y = x.size(0)",
        "y = x.is_cuda",
        "y = x.grad",
        "x.requires_grad_()",
        "x.requires_grad = True",
        "x.backward()",
        "y = x.type('torch.FloatTensor')",
    ],
    "protocol of modules": [
        "net.train()",
        "net.eval()",
        "p = net.parameters()",
        "p = net.named_parameters()",
        "m = net.named_modules()",
        "m = net.modules()",
        "m = net.children()",
        "net.zero_grad()",
        "y = net.forward(x)",
        "net.cuda()",
        "net.half()",
        "net.register_full_backward_hook(print)",
        "class Net(nn.Module):\n    pass",
        "layers = nn.ModuleList([nn.Dense(3, 4)])",
        "layers = nn.ModuleDict({'a': nn.Dense(3, 4)})",
        "weights = nn.ParameterList([])",
        """
class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 4)

    def forward(self, x):
        return self.fc(x)
""",
        """
class Base(nn.Cell):
    def construct(self, x):
        return x


class Block(Base):
    def construct(self, x):
        return super().forward(x)
""",
        """
class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        for p in self.parameters():
            p.requires_grad = False

    def construct(self, x):
        return x
""",
    ],
    "contexts": [
        "import torch\nwith torch.no_grad():\n    y = net(x)",
        "import torch\nwith torch.inference_mode():\n    y = net(x)",
        "import torch\nwith torch.cuda.amp.autocast():\n    y = net(x)",
        "import torch\nwith torch.autocast('cuda'):\n    y = net(x)",
        "import torch\nwith torch.set_grad_enabled(False):\n    y = net(x)",
        "import torch\n\n@torch.no_grad()\ndef predict(x):\n    return net(x)",
    ],
    "training": [
        "loss = loss_fn(net(x), x)\nloss.backward()",
        "optimizer.step()",
        "optimizer.zero_grad()",
        "scheduler = nn.CosineDecayLR(0.0, 0.1, 4)\nscheduler.step()",
        "import torch\ntorch.nn.utils.clip_grad_norm_(net.trainable_params(), 1.0)",
        """
from torch.utils.data import DataLoader
loader = DataLoader([1, 2], batch_size=2, shuffle=True)
for batch in loader:
    net(batch)
""",
        "import torch\nnet = torch.nn.DataParallel(net)",
        "from torch.nn.parallel import DistributedDataParallel as DDP\nnet = DDP(net)",
        "import torch\ntorch.manual_seed(0)",
        "import torch\ntorch.cuda.manual_seed_all(0)",
        "import torch\ntorch.save(net.parameters_dict(), 'net.pth')",
        "import torch\nweights = torch.load('net.pth')\nnet.load_state_dict(weights)",
        "import torch\ntorch.backends.cudnn.benchmark = True",
        "import torch\ntorch.backends.cudnn.deterministic = True",
        "import torch\noptimizer = torch.optim.SGD(net.trainable_params(), lr=0.1)",
        "import torch\nscheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)",
        "import torch\ndevice = torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
        "import torch\nscaler = torch.cuda.amp.GradScaler()",
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--gpu', default='cuda:0')",
        "ms.set_context(device_target='cuda')",
    ],
}
#: What stands there in MindSpore too, or is meant.
FINE = {
    "methods of tensors": [
        "y = x.view(-1)",
        "y = x.permute(1, 0)",
        "y = x.contiguous()",
        "y = x.numpy()",
        "y = x.asnumpy()",
        "y = x.sum().item()",
        "y = x.shape",
        "y = x.size",
        "y = x.data",
        "y = x.float()",
        "y = x.to(ms.float16)",
    ],
    "protocol of modules": [
        "net.set_train()",
        "net.set_train(False)",
        "p = net.trainable_params()",
        "p = net.parameters_dict()",
        "net.apply(print)",
        "net.register_buffer('a', x)",
        "d = net.state_dict()",
        "net.load_state_dict(net.state_dict())",
        "net.register_forward_hook(print)",
        "layers = nn.CellList([nn.Dense(3, 4)])",
        "layers = nn.CellDict({'a': nn.Dense(3, 4)})",
    ],
    "training": [
        "ms.set_seed(0)",
        """
loss, grads = ms.value_and_grad(lambda a: loss_fn(net(a), a), None, net.trainable_params())(x)
optimizer(grads)
""",
        "ms.save_checkpoint(net, 'net.ckpt')",
        "ms.load_param_into_net(net, ms.load_checkpoint('net.ckpt'))",
    ],
    "meant": [
        """
import torch


def convert(path, target):
    weights = torch.load(path, map_location='cpu')
    found = [{'name': key, 'data': ms.Tensor(value.numpy())} for key, value in weights.items()]
    ms.save_checkpoint(found, target)
""",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
    ],
}
#: Files that use torch on purpose by what they are called, and the same code under another name.
ON_PURPOSE = {
    "dtypes of a converter": (
        "tools/convert_weight.py",
        "tools/widths.py",
        "import mindspore as ms\nimport torch\n\nDTYPES = {'fp32': torch.float32, 'bf16': torch.bfloat16}\n",
    ),
    "a converter by another name": (
        "utils/pth2ckpt.py",
        "utils/steps.py",
        "import mindspore as ms\nimport torch\n\n\ndef names(weights):\n    return torch.stack(weights).shape\n",
    ),
    "a test of what is made of MindSpore": (
        "tests/test_conv.py",
        "conv.py",
        "import numpy as np\nimport easy_mindspore as em\nimport torch\n\n\ndef test_it(x):\n"
        "    assert np.allclose(em.relu(x).numpy(), torch.relu(torch.tensor(x)).numpy())\n",
    ),
}
#: A training loop of torch, and the lines with something to migrate in it.
LOOP = """
import os
import argparse
import torch
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--gpu", type=int)  # left
os.environ["CUDA_VISIBLE_DEVICES"] = "0"  # left


def train(data, net, optimizer, device):
    loader = DataLoader(data)  # left
    scaler = torch.cuda.amp.GradScaler()  # left
    for i, (images, target) in enumerate(loader):
        images = images.cuda(non_blocking=True)  # left
        target = target.to(device)  # left
        scaler.scale(net(images)).backward()  # left
        scaler.step(optimizer)  # left
        scaler.update()  # left
    for batch in loader:
        image = batch["image"].cpu()  # left
        print([value.shape for key, value in batch.items()])
""".strip()


@pytest.mark.parametrize(("path", "other", "code"), ON_PURPOSE.values(), ids=ON_PURPOSE)
def test_files_that_use_torch_on_purpose(path: str, other: str, code: str, tmp_path: Path) -> None:
    found = {}
    for name in (path, other):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(code, encoding="utf-8")
        found[name] = [item.code for item in check_paths([str(file)], Settings(select=("MSL1",)))]
    assert found[path] == []
    assert found[other] != []


@pytest.mark.parametrize(
    ("between", "codes"),
    [("", set()), ("    model = torch.nn.Linear(2, 2)\n", {"MSL103"}), ("    state['model'].eval()\n", {"MSL103"})],
    ids=["alone", "with a layer", "with a model"],
)
def test_weights_that_are_written_as_arrays(between: str, codes: set[str]) -> None:
    code = (
        "import torch\nfrom safetensors.numpy import save_file\n\n\ndef unpack(path, target):\n"
        f"    state = torch.load(path)\n{between}    save_file({{k: v.numpy() for k, v in state.items()}}, target)\n"
    )
    assert {item.code for item in check(code) if item.code == "MSL103"} == codes


def test_a_training_loop_of_torch() -> None:
    expected = {number for number, line in enumerate(LOOP.splitlines(), 1) if "# left" in line}
    assert {item.location.line for item in check(LOOP) if item.code.startswith("MSL1")} - {3, 4} == expected


def test_forward_of_a_cell_is_followed_before_it_is_renamed() -> None:
    code = """
    from mindspore import nn

    class Net(nn.Cell):
        def forward(self, x):
            return x.cuda()
    """
    assert [item.code for item in check(code)] == ["MSL102", "MSL108"]


def leftovers(code: str) -> list[str]:
    """The codes of the rules about leftovers and signatures that speak of the lines."""
    before = len(_HEAD.strip().splitlines())
    found = check(f"{_HEAD.strip()}\n{code.strip()}\n")
    return [item.code for item in found if item.code < "MSL3" and item.location and item.location.line > before]


@pytest.mark.parametrize(
    "code",
    [pytest.param(code, id=f"{name} {number}") for name, codes in LEFT.items() for number, code in enumerate(codes)],
)
def test_a_leftover_is_found(code: str) -> None:
    assert leftovers(code)


@pytest.mark.parametrize(
    "code",
    [pytest.param(code, id=f"{name} {number}") for name, codes in FINE.items() for number, code in enumerate(codes)],
)
def test_what_is_right_or_meant_is_left_alone(code: str) -> None:
    assert leftovers(code) == []


@pytest.mark.parametrize("version", ["2.0.0", "1.10.0"])
@pytest.mark.parametrize(
    "line",
    [
        "net.apply(print)",
        "net.register_buffer('a', x)",
        "d = net.state_dict()",
        "net.load_state_dict({})",
        "y = x.clone()",
    ],
)
def test_what_older_versions_lack_is_found_there(line: str, version: str) -> None:
    if (line, version) != ("net.apply(print)", "2.0.0"):
        found = check(f"{_HEAD.strip()}\n{line}\n", settings=Settings(target_version=version))
        assert {item.code for item in found} & {"MSL108", "MSL110"}


def test_a_tensor_that_is_made_is_no_method() -> None:
    assert [item.code for item in check("import torch\n\nx = torch.Tensor([1.0])\n")] == ["MSL103"]


@pytest.mark.parametrize("given", ["boxes.device", "device", "device=boxes.device", "main_device"])
def test_what_is_called_a_device_is_one(given: str) -> None:
    code = f"import torch\n\n\ndef move(boxes, device, main_device):\n    return torch.ones(3).to({given})\n"
    assert [(item.suggestion or "")[:13] for item in check(code) if item.code == "MSL104"] == ["Leave it out:"]
