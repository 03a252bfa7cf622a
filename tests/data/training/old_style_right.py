"""Code of MindSpore 1: GradOperation in a train cell."""
import mindspore.nn as nn
import mindspore.ops as ops
from mindspore import ParameterTuple, Tensor
from mindspore.common import dtype as mstype

clip_grad = ops.MultitypeFuncGraph("clip_grad")


@clip_grad.register("Number", "Number", "Tensor")
def _clip_grad(clip_type, clip_value, grad):
    if clip_type == 0:
        return ops.clip_by_value(grad, -clip_value, clip_value)
    return nn.ClipByNorm()(grad, Tensor([clip_value], mstype.float32))  # noqa: MSL209


class TrainOneStep(nn.Cell):
    def __init__(self, network, optimizer, sens=1.0):
        super().__init__(auto_prefix=False)
        self.network = network
        self.network.set_grad()
        self.optimizer = optimizer
        self.weights = ParameterTuple(network.trainable_params())
        self.grad = ops.GradOperation(get_by_list=True, sens_param=True)
        self.sens = sens
        self.map = ops.HyperMap()

    def construct(self, *inputs):
        loss = self.network(*inputs)
        sens = ops.fill(loss.dtype, loss.shape, self.sens)
        grads = self.grad(self.network, self.weights)(*inputs, sens)
        grads = self.map(ops.partial(clip_grad, 1, 5.0), grads)
        return ops.depend(loss, self.optimizer(grads))
