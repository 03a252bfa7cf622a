"""A TensorFlow model on its way: a Cell with Keras' habits."""

import mindspore as ms
import tensorflow as tf
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self, filters):
        super().__init__()
        self.conv = nn.Conv2d(3, filters, 3)
        self.norm = nn.BatchNorm2d(filters, eps=1e-3, momentum=0.99)
        self.drop = tf.keras.layers.Dropout(0.5)  # expect: MSL106

    def call(self, x, training=False):  # expect: MSL114
        x = tf.nn.relu(self.norm(self.conv(x)))  # expect: MSL106
        return self.drop(x, training=training)


class Classifier(nn.Cell):
    def __init__(self):
        super().__init__()
        self.block = nn.Conv2d(3, 8, 3)
        self.kernel = self.add_weight(shape=(8, 2))  # expect: MSL110

    def construct(self, x):
        x = ops.relu(self.block(x))
        n = x.get_shape()[0]  # expect: MSL108
        x = tf.reshape(x, (n, -1))  # expect: MSL106
        return tf.matmul(x, self.kernel)  # expect: MSL106


model = Classifier()
model.compile(optimizer="adam", loss="mse")
model.summary()  # expect: MSL110
model.fit([], epochs=2)  # expect: MSL110
with tf.GradientTape() as tape:  # expect: MSL106
    loss = ops.reduce_mean(model(ms.Tensor([1.0])))
optimizer = nn.Adam(model.trainable_variables, 1e-3)  # expect: MSL110
optimizer.apply_gradients([])  # expect: MSL110
optimizer.minimize(loss)  # expect: MSL110
