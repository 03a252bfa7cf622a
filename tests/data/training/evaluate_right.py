"""Training and evaluation by functions."""
import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(8, 2)
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(self.fc(x))


def train_loop(model, grad_fn, optimizer, dataset):
    model.set_train()
    for x, y in dataset.create_tuple_iterator():
        loss, grads = grad_fn(x, y)
        optimizer(grads)
        print(loss)


def test_loop(model, dataset, loss_fn):
    model.set_train(False)
    total = 0
    for x, y in dataset.create_tuple_iterator():
        total += loss_fn(model(x), y).asnumpy()
    return total


model = Net()
optimizer = nn.SGD(model.trainable_params(), 1e-2)
loss_fn = nn.CrossEntropyLoss()


def forward_fn(x, y):
    logits = model(x)
    loss = loss_fn(logits, y)
    return loss, logits


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters, has_aux=True)


def step(x, y):
    (loss, _), grads = grad_fn(x, y)
    optimizer(grads)
    return loss
