"""By its name. What may be a layer with a weight is not judged."""

from mindspore import nn, ops

net = nn.SequentialCell([nn.Conv1d(2, 3, 1, has_bias=True), nn.BatchNorm1d(3)])
shapes = []
for _, m in net.cells_and_names():
    if isinstance(m, (nn.Conv1d, nn.BatchNorm1d)) and not isinstance(m, nn.BatchNorm1d):
        shapes.append(m.weight.shape)
    if isinstance(m, nn.BatchNorm1d):
        m.gamma.set_data(0.5 * ops.ones(3))
result = net[1].gamma
