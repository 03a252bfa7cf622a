"""How many features there are, with the static shape."""

import numpy as np
import tensorflow as tf

features = tf.constant(np.ones((3, 2), np.float32))
rows, columns = features.shape.as_list()
result = tf.reduce_sum(features) * rows * columns
