"""Schedules: MindSpore's own, and those of mindspore.experimental that have torch's protocol."""

from mindspore import nn
from mindspore.experimental import optim as experimental

net = nn.Dense(2, 2)
schedule = nn.ExponentialDecayLR(0.1, 0.9, 4)
optimizer = nn.Adam(net.trainable_params(), learning_rate=schedule)
other = experimental.AdamW(net.trainable_params(), lr=0.1)
scheduler = experimental.lr_scheduler.MultiStepLR(other, [10, 20])
for _ in range(3):
    schedule.step()  # expect: MSL110
    scheduler.step()
    optimizer.step()  # expect: MSL110
    other.zero_grad()  # expect: MSL110
print(schedule.get_last_lr(), scheduler.get_last_lr(), other.param_groups)  # expect: MSL110
