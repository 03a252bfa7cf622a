"""A Cell for the four; WithLossCell where the loss needs two inputs and has a third with a default."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Pose(nn.Cell):
    def construct(self, image):
        return image[:, :3], image[:, 3:]


class PoseLoss(nn.Cell):
    def construct(self, position, rotation, true_position, true_rotation):
        return ops.abs(position - true_position).sum() + 2 * ops.abs(rotation - true_rotation).sum()


class PoseWithLoss(nn.Cell):
    def __init__(self, backbone, loss):
        super().__init__()
        self.backbone = backbone
        self.loss = loss

    def construct(self, image, true_position, true_rotation):
        position, rotation = self.backbone(image)
        return self.loss(position, rotation, true_position, true_rotation)


class Weighted(nn.Cell):
    def construct(self, output, label, weight=1.0):
        return weight * ops.abs(output - label).sum()


image = ms.Tensor(np.arange(7, dtype=np.float32).reshape(1, 7))
nothing = nn.WithLossCell(nn.Identity(), Weighted())(image, image)
result = PoseWithLoss(Pose(), PoseLoss())(image, ops.ones((1, 3)), ops.zeros((1, 4))) + nothing
