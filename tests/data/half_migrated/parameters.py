"""Parameters and buffers as torch has them."""

import mindspore as ms
import torch
from mindspore import Parameter, Tensor, nn, ops


class Prototypes(nn.Cell):
    def __init__(self, count, dim):
        super().__init__()
        self.centers = Parameter(torch.randn(count, dim))  # expect: MSL103
        self.momentum = Parameter(Tensor([0.9]), requires_grad=False)
        self.register_parameter("scale", Parameter(Tensor([1.0])))  # expect: MSL110
        self.seen = Parameter(Tensor([0]), name="seen")
        self.seen.requires_grad = False

    def reset(self):
        self.centers.data.zero_()
        self.centers.grad = None  # expect: MSL109
        for parameter in self.get_parameters():
            if parameter.grad is not None:
                parameter.grad.zero_()

    def construct(self, x):
        x = ops.L2Normalize(axis=1)(x)
        device = x.device
        print(device)
        if x.is_cuda:  # expect: MSL108
            x = x.type("torch.cuda.HalfTensor")  # expect: MSL109
        weight = self.centers.detach()  # expect: MSL108
        return ops.matmul(x, weight.T).requires_grad_()  # expect: MSL109


net = Prototypes(2, 3)
ms.save_checkpoint(net, "prototypes.ckpt")
