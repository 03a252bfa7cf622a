"""Lists of Parameters: numbered by themselves, or with a name of their own."""

import mindspore as ms
from mindspore import Parameter, nn, ops


class Prompts(nn.Cell):
    def __init__(self, count, dim):
        super().__init__()
        self.prompts = ms.ParameterTuple([Parameter(ops.zeros((dim,))) for _ in range(count)])
        self.pair = ms.ParameterTuple(
            (Parameter(ops.ones((dim,)), name="first"), Parameter(ops.ones((dim,)), name="second"))
        )
        more = []
        for i in range(count):
            more.append(Parameter(ops.ones((dim,)), name=f"more{i}"))
        self.more = ms.ParameterTuple(more)

    def construct(self, x):
        return x * self.pair[0] + self.prompts[0] + self.more[0]


result = len(Prompts(2, 3).parameters_dict())
