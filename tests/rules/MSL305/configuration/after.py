"""By the name of the parameter."""

import mindspore as ms
import numpy as np
from mindspore import nn


def make(config):
    return nn.Dropout(p=config.get('drop_rate', 0.1))


def keep(config):
    return nn.Dropout(keep_prob=config.get('keep_prob', 0.9))


config = {'drop_rate': 0.0}
layer = make(config)
layer.set_train()
result = layer(ms.Tensor(np.ones(64, np.float32)))
