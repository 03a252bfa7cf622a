"""The tensors are MindSpore's, the functions are not."""

import mindspore as ms
import tensorflow as tf
from mindspore import nn

x = ms.Tensor([[-1.5, 0.5, 2.0], [3.0, -0.25, 1.0]])
y = ms.Tensor([[0.5, 2.0, 1.0], [1.0, 3.0, 2.0]])

result = [
    tf.abs(x),  # expect: MSL106
    tf.exp(x),  # expect: MSL106
    tf.math.log(y),  # expect: MSL106
    tf.sqrt(y),  # expect: MSL106
    tf.square(x),  # expect: MSL106
    tf.sign(x),  # expect: MSL106
    tf.floor(x),  # expect: MSL106
    tf.sin(x),  # expect: MSL106
    tf.cos(x),  # expect: MSL106
    tf.tanh(x),  # expect: MSL106
    tf.sigmoid(x),  # expect: MSL106
    tf.maximum(x, y),  # expect: MSL106
    tf.minimum(x, y),  # expect: MSL106
    tf.add(x, y),  # expect: MSL106
    tf.subtract(x, y),  # expect: MSL106
    tf.multiply(x, y),  # expect: MSL106
    tf.pow(y, x),  # expect: MSL106
    tf.zeros_like(x),  # expect: MSL106
    tf.ones_like(x),  # expect: MSL106
    tf.nn.relu(x),  # expect: MSL106
    tf.nn.relu6(x * 5),  # expect: MSL106
    tf.nn.elu(x),  # expect: MSL106
    tf.nn.softplus(x),  # expect: MSL106
    tf.nn.sigmoid(x),  # expect: MSL106
    tf.nn.tanh(x),  # expect: MSL106
    tf.nn.leaky_relu(x),  # expect: MSL106
    tf.nn.softmax(x),  # expect: MSL106
    tf.nn.log_softmax(x, axis=0),  # expect: MSL106
    tf.reduce_sum(x, axis=1),  # expect: MSL106
    tf.reduce_sum(x),  # expect: MSL106
    tf.reduce_mean(x, 0, keepdims=True),  # expect: MSL106
    tf.reduce_max(x, axis=-1, keepdims=True),  # expect: MSL106
    tf.reduce_min(x, axis=0),  # expect: MSL106
    tf.argmax(x),  # expect: MSL106
    tf.argmin(x, axis=1),  # expect: MSL106
    tf.concat([x, y], axis=1),  # expect: MSL106
    tf.stack([x, y], axis=1),  # expect: MSL106
    tf.reshape(x, (3, -1)),  # expect: MSL106
    tf.expand_dims(x, axis=1),  # expect: MSL106
    tf.squeeze(tf.expand_dims(x, 0), axis=0),  # expect: MSL106, MSL106
    tf.matmul(x, tf.reshape(y, (3, 2))),  # expect: MSL106, MSL106
    tf.clip_by_value(x, -1.0, 1.0),  # expect: MSL106
    tf.where(x > 0, x, y),  # expect: MSL106
    tf.cumsum(x),  # expect: MSL106
    nn.ReLU()(tf.abs(x)),  # expect: MSL106
]
