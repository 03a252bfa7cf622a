"""A setting for all. What is no dataset may have such methods."""

import mindspore.dataset as ds
import numpy as np


class Loader:
    def prefetch(self, n):
        return n


loader = Loader()
count = loader.prefetch(2)
ds.config.set_prefetch_size(2)
dataset = ds.NumpySlicesDataset(np.arange(6), shuffle=False).batch(2)
result = len(list(dataset.create_tuple_iterator(output_numpy=True)))
