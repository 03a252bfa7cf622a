"""It is given the first column."""

import mindspore.dataset as ds
import numpy as np

images, labels = np.ones((4, 2), np.float32) * 255, np.arange(4)
dataset = ds.NumpySlicesDataset((images, labels), ["x", "y"], shuffle=False)
dataset = dataset.map(lambda x, y: (x / 255.0, y), input_columns=["x", "y"])
result = next(dataset.create_tuple_iterator())[0]
