"""How many batches there are, asked and counted."""

import tensorflow as tf

dataset = tf.data.Dataset.from_tensor_slices(tf.range(6)).batch(2)
count = int(dataset.cardinality())
result = count + len(list(dataset.as_numpy_iterator()))
