"""An export: the original goes out as ONNX, to be read by MindSpore's converter afterwards."""

import mindspore as ms
import numpy as np
import torch
import torchvision

model = torchvision.models.resnet18()
model.eval()
torch.onnx.export(model, torch.randn(1, 3, 224, 224), "resnet18.onnx")
print(ms.__version__, np.__version__)
