"""Model with what it does not need, and without what it needs."""
import mindspore as ms
from mindspore import nn
from mindspore.train import Model

from src.dataset import create_dataset
from src.net import Net

epochs = 10
net = Net()
loss_fn = nn.MSELoss()
opt = nn.Adam(net.trainable_params(), 1e-3)
dataset = create_dataset("data").repeat(epochs)  # expect: MSL842
cell = nn.TrainOneStepCell(nn.WithLossCell(net, loss_fn), opt)
model = Model(cell, optimizer=opt)  # expect: MSL821
model.train(epochs, dataset)
other = ms.Model(net, loss_fn)
other.train(epochs, create_dataset("data"))  # expect: MSL822
