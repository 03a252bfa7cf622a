"""The scale has another name."""

from mindspore import nn, ops

net = nn.SequentialCell([nn.Conv1d(2, 3, 1, has_bias=True), nn.BatchNorm1d(3)])
for _, m in net.cells_and_names():
    if isinstance(m, (nn.BatchNorm1d, nn.LayerNorm)) and m.training is False:
        m.gamma.set_data(0.5 * ops.ones(3))
result = net[1].gamma
