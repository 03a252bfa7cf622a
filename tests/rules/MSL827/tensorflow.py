"""The clipped gradients, and their norm before."""

import tensorflow as tf

gradients = [tf.constant([3.0, 4.0]), tf.constant([6.0, 8.0])]
gradients, norm = tf.clip_by_global_norm(gradients, 1.0)
result = [gradient.numpy() for gradient in gradients]
