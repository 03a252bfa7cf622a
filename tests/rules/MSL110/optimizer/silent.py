"""The schedulers of mindspore.experimental do have a `step`."""

import mindspore as ms
from mindspore import nn
from mindspore.experimental import optim

net = nn.Dense(2, 1, weight_init="ones", has_bias=False)
optimizer = optim.SGD(net.trainable_params(), lr=0.1)
scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.1)
scheduler.step()
result = ms.Tensor([float(group["lr"]) for group in optimizer.param_groups])
