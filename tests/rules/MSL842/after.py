"""Three: by the loop or by the repetition."""

import mindspore.dataset as ds
import numpy as np

epochs = 3
dataset = ds.NumpySlicesDataset(np.arange(8), shuffle=False).batch(4)
seen = 0
for epoch in range(epochs):
    for batch in dataset.create_tuple_iterator():
        seen += len(batch[0])
copies = 3
for batch in dataset.repeat(copies).create_tuple_iterator():
    seen += len(batch[0])
result = seen - 24
