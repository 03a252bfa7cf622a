"""tf.split(axis, parts, value), as it was before TensorFlow 1.0."""

import numpy as np
import tensorflow as tf

features = np.arange(8, dtype=np.float32).reshape(1, 1, 2, 4)

first, second = tf.split(3, 2, features)  # expect: MSL106, MSL107
result = tf.transpose(first - second, (0, 3, 1, 2))  # expect: MSL106
