"""Weights of TensorFlow, made into a checkpoint of MindSpore's."""

import mindspore as ms
import numpy as np
import tensorflow as tf

reader = tf.train.load_checkpoint("model.ckpt")
parameters = []
for name, shape in tf.train.list_variables("model.ckpt"):
    value = np.asarray(reader.get_tensor(name))
    if len(shape) == 4:
        value = value.transpose(3, 2, 0, 1)
    parameters.append({"name": name.replace("/", "."), "data": ms.Tensor(value)})
ms.save_checkpoint(parameters, "model_ms.ckpt")
