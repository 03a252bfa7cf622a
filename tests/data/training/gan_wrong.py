"""A GAN whose images are made outside of the function that is differentiated."""
import mindspore as ms
from mindspore import nn, ops

generator = nn.SequentialCell(nn.Dense(100, 256), nn.ReLU(), nn.Dense(256, 784), nn.Tanh())
discriminator = nn.SequentialCell(nn.Dense(784, 256), nn.LeakyReLU(0.2), nn.Dense(256, 1), nn.Sigmoid())
criterion = nn.BCELoss(reduction="mean")
opt_g = nn.Adam(generator.trainable_params(), 2e-4)


def loss_of(fake, valid):
    return criterion(discriminator(fake), valid)


grad_g = ms.value_and_grad(loss_of, None, opt_g.parameters)
generator.set_train()
for step in range(1000):
    valid = ops.ones((64, 1))
    fake = generator(ops.randn(64, 100))  # expect: MSL814
    loss, grads = grad_g(fake, valid)
    opt_g(grads)
