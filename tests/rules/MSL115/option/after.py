"""MindSpore's own words, and an option that the code translates."""

import argparse

import mindspore as ms

parser = argparse.ArgumentParser()
parser.add_argument("--device", default="CPU")
parser.add_argument("--like", default="cuda")
args = parser.parse_args(["--like", "cpu"])
ms.set_context(device_target={"cuda": "GPU", "cpu": "CPU"}[args.like])
result = ms.Tensor([1.0, 2.0]) * 2.0
