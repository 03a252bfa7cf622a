"""The code is done, the imports are not."""

import mindspore as ms
import tensorflow as tf  # expect: MSL112
import timm  # expect: MSL112
import torch  # expect: MSL112
import torchvision.transforms as T  # expect: MSL112
from mindspore import nn
from torch.nn import functional as F  # expect: MSL112

net = nn.Dense(2, 2)
print(net(ms.Tensor([[1.0, 2.0]])), timm.__version__)
