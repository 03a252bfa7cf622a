"""One rate more than boundaries."""

import tensorflow as tf

schedule = tf.keras.optimizers.schedules.PiecewiseConstantDecay([2, 4], [0.3, 0.2, 0.1])
result = [float(schedule(step)) for step in range(6)]
