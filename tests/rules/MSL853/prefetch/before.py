"""A dataset has no such method."""

import mindspore.dataset as ds
import numpy as np

dataset = ds.NumpySlicesDataset(np.arange(6), shuffle=False).batch(2)
dataset = dataset.prefetch(2)  # expect: MSL853 (no fix)
result = len(list(dataset.create_dict_iterator(output_numpy=True)))
