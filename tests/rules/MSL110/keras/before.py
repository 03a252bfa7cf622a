"""A Cell is no Keras model."""

import mindspore as ms
import numpy as np
from mindspore import nn

net = nn.SequentialCell(nn.Dense(3, 1, weight_init="ones", bias_init="zeros"))
predicted = net.predict(ms.Tensor(np.ones((1, 3), np.float32)))  # expect: MSL110 (no fix)
result = ms.Tensor([float(predicted[0, 0]), float(len(net.trainable_variables))])  # expect: MSL110
