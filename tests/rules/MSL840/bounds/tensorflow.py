"""A tenth of the rate is left."""

import tensorflow as tf

schedule = tf.keras.optimizers.schedules.CosineDecay(0.01, 1000, alpha=0.1)
result = [float(schedule(step)) for step in (0, 1000)]
