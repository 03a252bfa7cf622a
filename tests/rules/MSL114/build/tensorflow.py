"""A weight for each feature, made when the shape is known."""

import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")

    def call(self, x):
        return x * self.scale


result = Scale()(tf.constant([[1.0, 2.0]]))
