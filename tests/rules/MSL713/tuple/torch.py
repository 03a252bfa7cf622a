"""Lists of Parameters: what a checkpoint holds."""

import torch
from torch import nn


class Prompts(nn.Module):
    def __init__(self, count, dim):
        super().__init__()
        self.prompts = nn.ParameterList([nn.Parameter(torch.zeros(dim)) for _ in range(count)])
        self.pair = nn.ParameterList([nn.Parameter(torch.ones(dim)), nn.Parameter(torch.ones(dim))])
        self.more = nn.ParameterList([nn.Parameter(torch.ones(dim)) for _ in range(count)])

    def forward(self, x):
        return x * self.pair[0] + self.prompts[0] + self.more[0]


result = len(Prompts(2, 3).state_dict())
