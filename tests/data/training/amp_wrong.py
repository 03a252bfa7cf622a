"""Half precision without scaling the loss."""
import mindspore as ms
from mindspore import nn

from src.net import Net

net = Net()
net = ms.amp.auto_mixed_precision(net, "O2")  # expect: MSL825
loss_fn = nn.CrossEntropyLoss()
optimizer = nn.SGD(net.trainable_params(), 0.1)


def forward_fn(x, y):
    return loss_fn(net(x), y)


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)


def train(dataset):
    net.set_train()
    for x, y in dataset.create_tuple_iterator():
        loss, grads = grad_fn(x, y)
        optimizer(grads)
