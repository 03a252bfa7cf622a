"""Gradient accumulation with parameters of its own."""
import mindspore as ms
from mindspore import ParameterTuple, nn, ops


class Accumulator:
    def __init__(self, optimizer, steps):
        self.optimizer = optimizer
        self.inner = ParameterTuple(optimizer.parameters).clone(prefix="accumulate_", init="zeros")
        self.zeros = ParameterTuple(optimizer.parameters).clone(prefix="zeros_", init="zeros")
        self.counter = 0
        self.steps = steps
        self.map = ops.HyperMap()

    def __call__(self, grads):
        self.map(ops.partial(ops.assign_add), self.inner, grads)
        self.counter += 1
        if self.counter % self.steps == 0:
            self.optimizer(self.inner)
            self.map(ops.partial(ops.assign), self.inner, self.zeros)
        return True


def train(net, loss_fn, dataset):
    net.set_train()
    optimizer = nn.AdamWeightDecay(net.trainable_params(), 1e-4)
    accumulate = Accumulator(optimizer, 4)

    def forward_fn(x, y):
        return loss_fn(net(x), y) / 4

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
    for x, y in dataset:
        loss, grads = grad_fn(x, y)
        accumulate(grads)
