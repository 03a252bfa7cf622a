"""The mode goes from call to call."""

import tensorflow as tf


class Head(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.drop = tf.keras.layers.Dropout(0.999)

    def call(self, x, training=False):
        return self.drop(x, training=training)


result = float(tf.reduce_sum(tf.cast(Head()(tf.ones((100,)), training=True) == 0, tf.float32))) > 50
