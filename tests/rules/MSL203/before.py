"""WithLossCell has one label."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Pose(nn.Cell):
    def construct(self, image):
        return image[:, :3], image[:, 3:]


class PoseLoss(nn.Cell):
    def construct(self, position, rotation, true_position, true_rotation):
        return ops.abs(position - true_position).sum() + 2 * ops.abs(rotation - true_rotation).sum()


image = ms.Tensor(np.arange(7, dtype=np.float32).reshape(1, 7))
network = nn.WithLossCell(Pose(), PoseLoss())  # expect: MSL203
result = network(image, (ops.ones((1, 3)), ops.zeros((1, 4))))
