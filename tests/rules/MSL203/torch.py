"""A network with two outputs, and a loss of both and their two labels."""

import torch
from torch import nn


class Pose(nn.Module):
    def forward(self, image):
        return image[:, :3], image[:, 3:]


class PoseLoss(nn.Module):
    def forward(self, position, rotation, true_position, true_rotation):
        return (position - true_position).abs().sum() + 2 * (rotation - true_rotation).abs().sum()


image = torch.arange(7.0).reshape(1, 7)
position, rotation = Pose()(image)
result = PoseLoss()(position, rotation, torch.ones(1, 3), torch.zeros(1, 4))
