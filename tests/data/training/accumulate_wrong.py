"""Gradient accumulation as in torch."""
import mindspore as ms
from mindspore import nn


def train(net, loss_fn, loader, accum_iter=4):
    net.set_train()
    optimizer = nn.Adam(net.trainable_params(), 1e-4)

    def forward_fn(x, y):
        return loss_fn(net(x), y) / accum_iter

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
    for i, (x, y) in enumerate(loader):
        loss, grads = grad_fn(x, y)
        if (i + 1) % accum_iter == 0 or i + 1 == len(loader):
            optimizer(grads)  # expect: MSL817
