"""Lists of Parameters, all of one name."""

import mindspore as ms
from mindspore import Parameter, nn, ops


class Prompts(nn.Cell):
    def __init__(self, count, dim):
        super().__init__()
        self.prompts = ms.ParameterTuple(
            [Parameter(ops.zeros((dim,)), name="prompt") for _ in range(count)]  # expect: MSL713 (no fix)
        )
        self.pair = ms.ParameterTuple(
            (
                Parameter(ops.ones((dim,)), name="pair"),
                Parameter(ops.ones((dim,)), name="pair"),  # expect: MSL713 (no fix)
            )
        )
        more = []
        for _ in range(count):
            more.append(Parameter(ops.ones((dim,)), name="more"))  # expect: MSL713 (no fix)
        self.more = ms.ParameterTuple(more)

    def construct(self, x):
        return x * self.pair[0] + self.prompts[0] + self.more[0]


result = len(Prompts(2, 3).parameters_dict())
