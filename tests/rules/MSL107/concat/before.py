"""The source that is to be ported is older than TensorFlow 1.0: no later version runs it."""

import numpy as np
import tensorflow as tf

left = np.zeros((1, 1, 2, 1), np.float32)
right = np.ones((1, 1, 2, 2), np.float32)

joined = tf.concat(3, [left, right])  # expect: MSL106, MSL107
result = tf.transpose(joined, (0, 3, 1, 2))  # expect: MSL106
