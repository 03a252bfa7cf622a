"""A backbone and its loss in one Module."""

import torch
from torch import nn


class PoseWithLoss(nn.Module):
    def __init__(self, backbone, loss):
        super().__init__()
        self.pose_net = backbone
        self.loss = loss

    def forward(self, image, pose):
        return self.loss(self.pose_net(image), pose)


net = PoseWithLoss(nn.ReLU(), nn.MSELoss())
result = net(torch.tensor([[-1.0, 2.0, 3.0]]), torch.ones(1, 3))
