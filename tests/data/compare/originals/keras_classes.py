"""The model of keras_net.py as classes: layers in attributes, in lists, in a Sequential, and made in `build`."""

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


class Stem(layers.Layer):
    def __init__(self, filters, kernel, **kwargs):
        super().__init__(**kwargs)
        self.conv = layers.Conv2D(filters, kernel, strides=2, padding="same", use_bias=False)
        self.norm = layers.BatchNormalization(epsilon=1e-4, momentum=0.9)

    def call(self, x, training=None):
        return tf.nn.relu(self.norm(self.conv(x), training=training))


class Branches(layers.Layer):
    def __init__(self, left, right):
        super().__init__()
        self.filters = left, right

    def build(self, input_shape):
        left, right = self.filters
        self.left = layers.Conv2D(left, 1, activation="relu")
        self.right = layers.Conv2D(right, 3, padding="same", dilation_rate=2, activation=tf.nn.sigmoid)
        super().build(input_shape)

    def call(self, x):
        return tf.concat([self.left(x), self.right(x)], axis=-1)


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.stem = Stem(8, 5, name="stem")
        self.border = layers.ZeroPadding2D(1)
        self.reduce = layers.Conv2D(8, 3, strides=2, activation="relu")
        self.depthwise = layers.DepthwiseConv2D(3, padding="same")
        self.branches = Branches(6, 4)
        self.pool = layers.MaxPooling2D(2)
        self.up = layers.Conv2DTranspose(5, 3, strides=2, padding="same")
        self.norm = layers.LayerNormalization(epsilon=1e-5)
        self.shrink = layers.AveragePooling2D(2)
        self.head = keras.Sequential()
        self.head.add(layers.Flatten())
        for units, activation in [(12, "tanh"), (10, None)]:
            self.head.add(layers.Dense(units, activation=activation))

    def call(self, x, training=False):
        x = self.stem(x, training=training)
        x = self.depthwise(self.reduce(self.border(x)))
        x = self.up(self.pool(self.branches(x)))
        return self.head(self.shrink(self.norm(x)))


def train():
    net = Net()
    net.compile(keras.optimizers.Adam(learning_rate=2e-4, beta_1=0.85), loss="sparse_categorical_crossentropy")
    return net
