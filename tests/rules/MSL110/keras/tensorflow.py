"""What a model predicts, and how many arrays of weights it has."""

import numpy as np
import tensorflow as tf

net = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones")])
predicted = net.predict(np.ones((1, 3), np.float32), verbose=0)
result = tf.constant([float(predicted[0, 0]), float(len(net.trainable_variables))])
