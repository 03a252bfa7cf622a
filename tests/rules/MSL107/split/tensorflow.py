"""The two groups of a grouped convolution."""

import numpy as np
import tensorflow as tf

features = np.arange(8, dtype=np.float32).reshape(1, 1, 2, 4)

first, second = tf.split(features, 2, 3)
result = tf.transpose(first - second, (0, 3, 1, 2))
