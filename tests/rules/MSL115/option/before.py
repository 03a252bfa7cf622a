"""The option came along; what it says is handed to MindSpore."""

import argparse

import mindspore as ms

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="cuda")  # expect: MSL115 (no fix)
ms.set_context(device_target=parser.parse_args([]).device)
result = ms.Tensor([1.0, 2.0]) * 2.0
