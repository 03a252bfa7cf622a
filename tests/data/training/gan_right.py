"""A GAN with two optimizers."""
import mindspore as ms
from mindspore import nn, ops

generator = nn.SequentialCell(nn.Dense(100, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dense(256, 784), nn.Tanh())
discriminator = nn.SequentialCell(nn.Dense(784, 256), nn.LeakyReLU(0.2), nn.Dense(256, 1), nn.Sigmoid())
adversarial_loss = nn.BCELoss(reduction="mean")
optimizer_g = nn.Adam(generator.trainable_params(), learning_rate=2e-4, beta1=0.5)
optimizer_d = nn.Adam(discriminator.trainable_params(), learning_rate=2e-4, beta1=0.5)


def generator_forward(real, valid):
    noise = ops.randn(real.shape[0], 100)
    fake = generator(noise)
    g_loss = adversarial_loss(discriminator(fake), valid)
    return g_loss, fake


def discriminator_forward(real, fake, valid, invalid):
    real_loss = adversarial_loss(discriminator(real), valid)
    fake_loss = adversarial_loss(discriminator(fake), invalid)
    return (real_loss + fake_loss) / 2


grad_g = ms.value_and_grad(generator_forward, None, optimizer_g.parameters, has_aux=True)
grad_d = ms.value_and_grad(discriminator_forward, None, optimizer_d.parameters)


def train_step(real):
    valid, invalid = ops.ones((real.shape[0], 1)), ops.zeros((real.shape[0], 1))
    (g_loss, fake), g_grads = grad_g(real, valid)
    optimizer_g(g_grads)
    d_loss, d_grads = grad_d(real, ops.stop_gradient(fake), valid, invalid)
    optimizer_d(d_grads)
    return g_loss, d_loss


def train(dataset, epochs):
    generator.set_train()
    discriminator.set_train()
    for _ in range(epochs):
        for real in dataset.create_tuple_iterator():
            train_step(real[0])
