"""Training mode is never left."""
import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(8, 2)
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(self.fc(x))


net = Net()
optimizer = nn.Adam(net.trainable_params(), 1e-3)
loss_fn = nn.CrossEntropyLoss()


def forward_fn(x, y):
    return loss_fn(net(x), y)


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)


def train_epoch(loader):
    net.set_train(True)
    for x, y in loader:
        loss, grads = grad_fn(x, y)  # expect: MSL816


def validate(loader):
    correct = 0
    for x, y in loader:
        correct += (net(x).argmax(1) == y).sum()  # expect: MSL819
    return correct
