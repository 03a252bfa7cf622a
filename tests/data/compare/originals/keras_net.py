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
