"""A function that always drops."""

import tensorflow as tf

result = float(tf.reduce_sum(tf.cast(tf.nn.dropout(tf.ones((100,)), 0.999) == 0, tf.float32))) > 50
