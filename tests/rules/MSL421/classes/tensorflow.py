"""Cross entropy of class numbers, labels first."""

import tensorflow as tf

scores = tf.constant([[2.0, 1.0, 0.5], [0.1, 3.0, 0.2]])
classes = tf.constant([0, 2])
result = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)(classes, scores)
