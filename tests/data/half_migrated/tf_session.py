"""A script of TensorFlow 1 around a network that is MindSpore's already."""

import mindspore as ms
import numpy as np
import tensorflow as tf
from mindspore import nn

flags = tf.app.flags  # expect: MSL106
x = tf.placeholder(tf.float32, [None, 4])  # expect: MSL106, MSL106
with tf.variable_scope("head"):  # expect: MSL106
    w = tf.get_variable("w", shape=[4, 2])  # expect: MSL106
net = nn.Dense(4, 2)
with tf.Session() as sess:  # expect: MSL106
    sess.run(tf.global_variables_initializer())  # expect: MSL106
    print(net(ms.Tensor(np.ones((1, 4), np.float32))).eval())  # expect: MSL108
