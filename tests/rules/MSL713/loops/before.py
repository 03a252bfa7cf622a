"""Parameters that a loop makes, all of one name."""

from mindspore import Parameter, nn, ops


class Scales(nn.Cell):
    def __init__(self, count, dim):
        super().__init__()
        self.count = count
        for i in range(count):
            setattr(self, f"scale{i}", Parameter(ops.ones((dim,)), name="scale"))  # expect: MSL713 (no fix)
            self.insert_param_to_cell(f"shift{i}", Parameter(ops.zeros((dim,)), "shift"))  # expect: MSL713 (no fix)

    def construct(self, x):
        return x * self.scale0 * self.scale1 + self.shift0 + self.shift1


net = Scales(2, 3)
optimizer = nn.SGD(net.trainable_params(), 0.1)
result = len(net.parameters_dict())
