"""The columns are named; a function of one needs none. Python's own `map` is another one."""

import mindspore.dataset as ds
import numpy as np

images, labels = np.ones((4, 2), np.float32) * 255, np.arange(4)
dataset = ds.NumpySlicesDataset((images, labels), ["x", "y"], shuffle=False)
other = ds.NumpySlicesDataset((images, labels), ["x", "y"], shuffle=False).map(lambda x: x / 255.0)
sums = list(map(lambda x, y: x + y, [1], [2]))
dataset = dataset.map(lambda x, y: (x / 255.0, y), input_columns=["x", "y"])
result = next(dataset.create_tuple_iterator())[0]
