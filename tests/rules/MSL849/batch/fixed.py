"""It is called otherwise."""

import mindspore.dataset as ds
import numpy as np

dataset = ds.NumpySlicesDataset(np.arange(7), shuffle=False).batch(2, drop_remainder=True)
result = dataset.get_dataset_size()
