"""A GAN's step, with helper functions that are given networks and optimizers."""

from mindspore import nn, ops


class Generator(nn.Cell):
    def __init__(self):
        super().__init__()
        self.main = nn.SequentialCell(nn.Dense(8, 16), nn.LeakyReLU(0.2), nn.Dense(16, 4))

    def construct(self, z):
        return self.main(z).tanh()


class Discriminator(nn.Cell):
    def __init__(self):
        super().__init__()
        self.main = nn.SequentialCell(nn.Dense(4, 16), nn.LeakyReLU(0.2), nn.Dense(16, 1))

    def construct(self, x):
        return ops.sigmoid(self.main(x))


def set_requires_grad(net, value):
    for parameter in net.parameters():  # expect: MSL110
        parameter.requires_grad = value


def update(net, optimizer, loss):
    net.zero_grad()  # expect: MSL110
    loss.backward(retain_graph=True)  # expect: MSL108
    optimizer.step()  # expect: MSL110


generator, discriminator = Generator(), Discriminator()
adversarial = nn.BCELoss(reduction="mean")
optimizer_g = nn.Adam(generator.trainable_params(), 2e-4, beta1=0.5)
optimizer_d = nn.Adam(discriminator.trainable_params(), 2e-4, beta1=0.5)
fake = generator(ops.standard_normal((4, 8)))
set_requires_grad(discriminator, False)
update(generator, optimizer_g, adversarial(discriminator(fake), ops.ones((4, 1))))
update(discriminator, optimizer_d, adversarial(discriminator(fake.detach()), ops.zeros((4, 1))))  # expect: MSL108
