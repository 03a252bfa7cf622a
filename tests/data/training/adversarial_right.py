"""Gradients of inputs."""
import mindspore as ms
from mindspore import nn, ops


def attack(net, images, labels, epsilon):
    loss_fn = nn.CrossEntropyLoss()

    def forward(x):
        return loss_fn(net(x), labels)

    gradient = ms.grad(forward)(images)
    return images + epsilon * gradient.sign()


def penalty(critic, real, fake):
    alpha = ops.rand(real.shape[0], 1)
    mixed = alpha * real + (1 - alpha) * fake
    gradients = ms.grad(lambda x: critic(x).sum())(mixed)
    return ((gradients.norm(dim=1) - 1) ** 2).mean()


def both(f, x, y):
    gx, gy = ms.grad(f, grad_position=(0, 1))(x, y)
    value, (hx, hy) = ms.value_and_grad(f, (0, 1))(x, y)
    return gx + hx, gy + hy
