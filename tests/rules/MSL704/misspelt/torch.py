"""The original."""

import torch


class Net(torch.nn.Module):
    def forward(self, images):
        return images * 2 + images


result = Net()(torch.tensor([1.0, 2.0]))
