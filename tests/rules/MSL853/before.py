"""A dataset has no such method."""

import mindspore.dataset as ds
import numpy as np

dataset = ds.NumpySlicesDataset(np.arange(6), shuffle=False).batch(2)
dataset = dataset.prefetch(2)  # expect: MSL853
result = len(list(dataset.as_numpy_iterator()))  # expect: MSL853
