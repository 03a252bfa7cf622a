"""A schedule of MindSpore is a Cell: it gives the learning rate at a step, and counts nothing."""

import mindspore as ms
from mindspore import nn

schedule = nn.CosineDecayLR(0.0, 0.1, 4)
for _ in range(2):
    schedule.step()  # expect: MSL110 (no fix)
result = ms.Tensor(schedule.get_last_lr())  # expect: MSL110 (no fix)
