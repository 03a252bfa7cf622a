"""It ends as the files of MindSpore do."""

import os
import tempfile

import mindspore as ms
from mindspore import nn

folder = tempfile.mkdtemp()
ms.save_checkpoint(nn.Dense(2, 2), os.path.join(folder, "model.ckpt"))
result = len(os.listdir(folder)), os.path.exists(os.path.join(folder, "model.ckpt"))
