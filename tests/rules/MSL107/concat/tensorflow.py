"""Branches joined along the channels, in the order of TensorFlow 1.0 and later."""

import numpy as np
import tensorflow as tf

left = np.zeros((1, 1, 2, 1), np.float32)
right = np.ones((1, 1, 2, 2), np.float32)

result = tf.transpose(tf.concat([left, right], 3), (0, 3, 1, 2))
