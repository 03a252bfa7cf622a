"""Those right below only. (A port of torch's example.)"""

from mindspore import nn

net = nn.SequentialCell([nn.Dense(2, 3), nn.SequentialCell([nn.Dense(3, 1)])])
count = 0
for _, m in net.cells_and_names():
    if isinstance(m, nn.Dense):
        count += 1
result = count
