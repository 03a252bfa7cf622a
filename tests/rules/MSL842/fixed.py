"""Three times three."""

import mindspore.dataset as ds
import numpy as np

epochs = 3
dataset = ds.NumpySlicesDataset(np.arange(8), shuffle=False).batch(4)
dataset = dataset
seen = 0
for epoch in range(epochs):
    for batch in dataset.create_tuple_iterator():
        seen += len(batch[0])
result = seen
