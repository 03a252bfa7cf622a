"""MindSpore does not read it."""

import mindspore as ms

parameters = ms.load_checkpoint(f"{'model'}.pth")  # expect: MSL844 (no fix)
result = list(parameters)
