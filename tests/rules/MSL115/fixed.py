"""MindSpore does not know its devices by these words."""

import argparse

import mindspore as ms

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="cpu", choices=["cpu", "gpu"])
args = parser.parse_args([])
ms.set_context(mode=ms.PYNATIVE_MODE, device_target="CPU")
result = ms.Tensor([1.0, 2.0]) * 2.0
