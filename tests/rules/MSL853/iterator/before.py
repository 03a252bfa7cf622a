"""A dataset has no such methods."""

import mindspore.dataset as ds
import numpy as np

dataset = ds.NumpySlicesDataset(np.arange(6), shuffle=False).batch(2)
count = dataset.cardinality()  # expect: MSL853
result = count + len(list(dataset.as_numpy_iterator()))  # expect: MSL853
