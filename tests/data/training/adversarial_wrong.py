"""Gradients of inputs, ported from torch.autograd.grad."""
import mindspore as ms
from mindspore import ops


def penalty(critic, real, fake):
    alpha = ops.rand(real.shape[0], 1)
    mixed = alpha * real + (1 - alpha) * fake
    gradients = ms.grad(lambda x: critic(x).sum())(mixed)[0]  # expect: MSL813
    return ((gradients.norm(dim=1) - 1) ** 2).mean()


def both(f, x, y):
    gx, gy = ms.grad(f)(x, y)  # expect: MSL813
    return gx, gy
