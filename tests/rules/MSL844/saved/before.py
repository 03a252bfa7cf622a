"""It is called `model.pth.ckpt`."""

import os
import tempfile

import mindspore as ms
from mindspore import nn

folder = tempfile.mkdtemp()
ms.save_checkpoint(nn.Dense(2, 2), os.path.join(folder, "model.pth"))  # expect: MSL844
result = len(os.listdir(folder)), os.path.exists(os.path.join(folder, "model.pth"))
