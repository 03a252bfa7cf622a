"""With their names come all. To call them one by one is another thing. (A port of torch's example.)"""

from mindspore import nn, ops

net = nn.SequentialCell([nn.Dense(2, 3), nn.SequentialCell([nn.Dense(3, 1)])])
count = 0
for _, m in net.cells_and_names():
    if isinstance(m, nn.Dense):
        count += 1
x = ops.ones((1, 2))
for m in net.cells():
    x = m(x)
result = count
