"""A small image classifier in Keras."""

import keras
from keras import layers


def build():
    """The model, compiled; images are 32 x 32 x 3, channels last."""
    image = keras.Input((32, 32, 3), name="image")
    x = layers.Conv2D(8, 5, strides=2, padding="same", use_bias=False, name="stem")(image)
    x = layers.BatchNormalization(epsilon=1e-4, momentum=0.9, name="stem_norm")(x)
    x = layers.Activation("relu", name="stem_relu")(x)
    x = layers.ZeroPadding2D(1, name="border")(x)
    x = layers.Conv2D(8, 3, strides=2, activation="relu", name="reduce")(x)
    x = layers.DepthwiseConv2D(3, padding="same", name="depthwise")(x)
    left = layers.Conv2D(6, 1, activation="relu", name="left")(x)
    right = layers.Conv2D(4, 3, padding="same", dilation_rate=2, activation="sigmoid", name="right")(x)
    x = layers.Concatenate(name="joined")([left, right])
    x = layers.MaxPooling2D(2, name="pool")(x)
    x = layers.Conv2DTranspose(5, 3, strides=2, padding="same", name="up")(x)
    x = layers.LayerNormalization(epsilon=1e-5, name="norm")(x)
    x = layers.AveragePooling2D(2, name="shrink")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dense(12, activation="tanh", name="hidden")(x)
    x = layers.Dropout(0.25, name="drop")(x)
    x = layers.Dense(10, name="head")(x)
    model = keras.Model(image, x, name="classifier")
    model.compile(
        keras.optimizers.Adam(learning_rate=2e-4, beta_1=0.85),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return model


def build_nested():
    """A model within a model, and a recurrent layer behind it."""
    inner = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Conv2D(4, 3, name="first"), layers.SeparableConv2D(6, 3, name="separable")],
        name="inner",
    )
    image = keras.Input((8, 8, 3), name="image")
    x = layers.Reshape((16, 6), name="sequence")(inner(image))
    x = layers.LSTM(5, name="encoder")(x)
    return keras.Model(image, layers.Dense(2, name="head")(x), name="nested")


class Subclassed(keras.Model):
    """A model whose layers stand in its code: in attributes, a list and a Sequential."""

    def __init__(self):
        super().__init__()
        self.stem = layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")
        self.blocks = [layers.Conv2D(6, 3, use_bias=False), layers.BatchNormalization(epsilon=1e-5)]
        self.pool = layers.GlobalAveragePooling2D()
        self.head = keras.Sequential([layers.Dense(5, activation="tanh"), layers.Dense(3)])

    def call(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(self.pool(x))
