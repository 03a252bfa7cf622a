"""Two images through the same layers, in Keras."""

import keras
from keras import layers


def build():
    """A model whose convolution and normalization are called twice; images are 16 x 16 x 3, channels last."""
    first, second = keras.Input((16, 16, 3), name="first"), keras.Input((16, 16, 3), name="second")
    shared = layers.Conv2D(6, 3, padding="same", name="shared")
    norm = layers.BatchNormalization(name="norm")
    pool = layers.MaxPooling2D(4, name="pool")
    both = layers.Concatenate(name="both")([pool(norm(shared(first))), pool(norm(shared(second)))])
    x = layers.Flatten(name="flat")(both)
    model = keras.Model([first, second], layers.Dense(2, name="head")(x), name="siamese")
    model.compile(keras.optimizers.SGD(learning_rate=0.01, momentum=0.9))
    return model
