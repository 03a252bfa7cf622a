"""Each is used: here, in the subclass, or under a name that is put together."""

import mindspore as ms
from mindspore import nn, ops


class Tools(nn.Cell):
    def __init__(self):
        super().__init__()
        self.reshape = ops.Reshape()

    def construct(self, x):
        return x


class Fold(Tools):
    def __init__(self):
        super().__init__()
        self.reduce_sum = ops.ReduceSum()

    def construct(self, x):
        n, c = x.shape
        return self.reduce_sum(self.reshape(x, (n, c // 2, 2)), 2)


class Named(nn.Cell):
    def __init__(self, kind):
        super().__init__()
        self.op_relu = ops.ReLU()
        self.op_abs = ops.Abs()
        self.op = getattr(self, "op_" + kind)

    def construct(self, x):
        return self.op(x)


result = Named("relu")(Fold()(ms.Tensor([[1.0, 2.0, 3.0, 4.0]])))
