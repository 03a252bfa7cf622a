"""The name of the entry says what it is."""

import mindspore as ms
import numpy as np
from mindspore import nn


def make(config):
    return nn.Dropout(p=config.get('drop_rate', 0.1))


config = {'drop_rate': 0.0}
layer = make(config)
layer.set_train()
result = layer(ms.Tensor(np.ones(64, np.float32)))
