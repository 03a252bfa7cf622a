"""Those that train. Names may be gathered of all. (Out of torch's example.)"""

from mindspore import nn

net = nn.SequentialCell([nn.Dense(2, 3), nn.BatchNorm1d(3)])
total = sum(p.size for p in net.trainable_params())
same = sum(p.size for p in net.get_parameters() if p.requires_grad)
names = [p.name for p in net.get_parameters()]
result = total, len(list(net.trainable_params()))
