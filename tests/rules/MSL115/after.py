"""In MindSpore's spelling; other settings of the context are left alone."""

import argparse

import mindspore as ms

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="CPU", choices=["CPU", "GPU", "Ascend"])
parser.add_argument("--backend", default="cpu")
args = parser.parse_args([])
ms.set_context(mode=ms.PYNATIVE_MODE, device_target=args.device)
ms.set_context(device_target="CPU")
result = ms.Tensor([1.0, 2.0]) * 2.0
