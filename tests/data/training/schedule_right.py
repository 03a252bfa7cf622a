"""Schedules that count steps."""
import math

import mindspore as ms
from mindspore import Tensor, nn, ops
from mindspore.nn.learning_rate_schedule import LearningRateSchedule


class WarmUpCosine(LearningRateSchedule):
    def __init__(self, min_lr, max_lr, warmup_steps, decay_steps):
        super().__init__()
        self.warmup = nn.WarmUpLR(max_lr, warmup_steps)
        self.cosine = nn.CosineDecayLR(min_lr, max_lr, decay_steps)
        self.warmup_steps = Tensor(warmup_steps, ms.float32)

    def construct(self, step):
        return ops.select(step < self.warmup_steps, self.warmup(step), self.cosine(step))


def get_lr(base, epochs, steps_per_epoch, warmup_epochs):
    lrs = []
    for step in range(epochs * steps_per_epoch):
        epoch = step / steps_per_epoch
        if epoch < warmup_epochs:
            lrs.append(base * epoch / warmup_epochs)
        else:
            lrs.append(base * 0.5 * (1 + math.cos(math.pi * epoch / epochs)))
    return lrs


def build(net, epochs, steps_per_epoch):
    schedule = WarmUpCosine(0.0, 0.1, 5 * steps_per_epoch, epochs * steps_per_epoch)
    first = nn.SGD(net.trainable_params(), schedule, momentum=0.9, nesterov=True)
    second = nn.SGD(net.trainable_params(), get_lr(0.1, epochs, steps_per_epoch, 5))
    decay_steps = epochs * steps_per_epoch
    third = nn.SGD(net.trainable_params(), nn.PolynomialDecayLR(0.1, 0.0, decay_steps, 1.0))
    return first, second, third
