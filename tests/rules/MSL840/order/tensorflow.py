"""The steps, then the rate."""

import tensorflow as tf

schedule = tf.keras.optimizers.schedules.ExponentialDecay(0.1, 5, 0.5)
result = [float(schedule(step)) for step in (0, 5, 10)]
