"""Schedules of one world with optimizers of the other."""
import mindspore as ms
from mindspore import nn
from mindspore.experimental import optim
from mindspore.experimental.optim.lr_scheduler import CosineAnnealingLR

net = nn.Dense(4, 2)
epochs = 100
opt = nn.Adam(net.trainable_params(), learning_rate=1e-3)
scheduler = CosineAnnealingLR(opt, T_max=epochs)  # expect: MSL839
decay = nn.CosineDecayLR(0, 1e-3, epochs)  # expect: MSL840, MSL838
opt2 = optim.Adam(net.trainable_params(), lr=decay)  # expect: MSL839
warmup = nn.WarmUpLR(0.1, 5)
