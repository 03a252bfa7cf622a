"""A file of its own it does."""

import os
import tempfile

import mindspore as ms
from mindspore import Parameter, Tensor

path = os.path.join(tempfile.mkdtemp(), "model.ckpt")
weight = Parameter(Tensor([1.0, 1.0]), name="weight")
ms.save_checkpoint([{"name": "weight", "data": weight}], path)
result = list(ms.load_checkpoint(path))
