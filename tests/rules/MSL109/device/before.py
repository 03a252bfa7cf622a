"""A device of CUDA, and a type of torch's."""

import mindspore as ms
import numpy as np

features = ms.Tensor(np.arange(3))
moved = features.to("cuda:0")  # expect: MSL109
result = moved.type("torch.FloatTensor")  # expect: MSL109
