"""Its own methods."""

import mindspore.dataset as ds
import numpy as np

dataset = ds.NumpySlicesDataset(np.arange(6), shuffle=False).batch(2)
count = dataset.get_dataset_size()
result = count + len(list(dataset.create_dict_iterator(output_numpy=True)))
