"""The step is divided by the decay steps."""

import tensorflow as tf

step = tf.Variable(10)
rate = tf.compat.v1.train.natural_exp_decay(0.1, step, 10, 0.5)
result = float(rate() if callable(rate) else rate)


class Net(tf.keras.Model):
    pass


result = float(rate() if callable(rate) else rate)
