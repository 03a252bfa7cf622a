"""Cross entropy of the probabilities that a network gives."""

import numpy as np
import tensorflow as tf

probabilities = tf.nn.softmax(tf.constant([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]]))
result = tf.keras.losses.SparseCategoricalCrossentropy()(np.array([0, 2]), probabilities)
