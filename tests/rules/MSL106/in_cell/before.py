"""A Cell by now, with TensorFlow's functions in it: what they give back is no MindSpore tensor."""

import mindspore as ms
import numpy as np
import tensorflow as tf
from mindspore import nn

images = np.arange(-4, 4, dtype=np.float32).reshape(1, 2, 2, 2).transpose(0, 3, 1, 2)


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        positive = self.relu(x)
        negative = self.relu(tf.cast(-x, tf.float32))  # expect: MSL106, MSL106
        return tf.concat([positive, negative], axis=1)  # expect: MSL106


result = Block()(ms.Tensor(images))
