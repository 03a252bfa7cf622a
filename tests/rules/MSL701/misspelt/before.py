"""One letter too many in `construct`: the network is built, and fails when it is first called."""

import mindspore as ms
from mindspore import nn, ops


class PoseWithLoss(nn.Cell):
    def __init__(self, backbone, loss):
        super().__init__()
        self.pose_net = backbone
        self.loss = loss

    def construct(self, image, pose):
        return self.loss(self.poss_net(image), pose)  # expect: MSL701


net = PoseWithLoss(nn.ReLU(), nn.MSELoss())
result = net(ms.Tensor([[-1.0, 2.0, 3.0]]), ops.ones((1, 3)))
