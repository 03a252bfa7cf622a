"""Cross entropy, labels first."""

import tensorflow as tf

logits = tf.constant([[0.9, 0.1], [0.2, 0.8]])
labels = tf.constant([[1.0, 0.0], [0.0, 1.0]])
result = tf.nn.softmax_cross_entropy_with_logits(labels, logits)
