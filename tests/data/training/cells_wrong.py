"""Train cells around the wrong network."""
import mindspore.dataset as ds
import numpy as np
from mindspore import nn


class Segmenter(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.SequentialCell(nn.Conv2d(3, 8, 3, pad_mode="same"), nn.BatchNorm2d(8), nn.Dropout(p=0.1))

    def construct(self, images):
        return self.layers(images)


net = Segmenter()
dataset = ds.NumpySlicesDataset({"image": np.zeros((4, 3, 8, 8), np.float32)}, shuffle=True).batch(2)
optimizer = nn.Adam(net.trainable_params(), learning_rate=1e-3)
train_net = nn.TrainOneStepCell(net, optimizer)  # expect: MSL820, MSL818
for (images,) in dataset.create_tuple_iterator():
    train_net(images)
