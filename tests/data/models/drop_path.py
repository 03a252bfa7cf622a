"""Stochastic depth around an MLP, off at inference."""

import torch
import torch.nn as nn


def drop_path(x, drop_prob: float = 0.0, training: bool = False, scale_by_keep: bool = True):
    if drop_prob == 0.0 or not training:
        return x
    keep_prob = 1 - drop_prob
    shape = (x.shape[0],) + (1,) * (x.ndim - 1)
    random_tensor = torch.floor(torch.rand(shape, dtype=x.dtype, device=x.device) + keep_prob)
    if keep_prob > 0.0 and scale_by_keep:
        random_tensor = random_tensor / keep_prob
    return x * random_tensor


class DropPath(nn.Module):
    def __init__(self, drop_prob: float = 0.0):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        return drop_path(x, self.drop_prob, self.training)


class LayerScale(nn.Module):
    def __init__(self, dim, init_values=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(init_values * torch.ones(dim))

    def forward(self, x):
        return x * self.gamma


class ResidualMlp(nn.Module):
    def __init__(self, dim, drop=0.1):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.fc = nn.Sequential(nn.Linear(dim, dim * 2), nn.SiLU(), nn.Linear(dim * 2, dim))
        self.ls = LayerScale(dim)
        self.drop_path = DropPath(drop) if drop > 0.0 else nn.Identity()

    def forward(self, x):
        return x + self.drop_path(self.ls(self.fc(self.norm(x))))


rates = [x.item() for x in torch.linspace(0, 0.2, 3)]
net = nn.Sequential(*[ResidualMlp(6, rate) for rate in rates])
inputs = [torch.linspace(-1.0, 1.0, 2 * 5 * 6).reshape(2, 5, 6)]
