"""A function for each step, AdamW, a loss of two parts, a cosine schedule for each step."""

import torch
import torch.nn.functional as F
from torch import nn, optim


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 12)
        self.norm = nn.LayerNorm(12)
        self.value = nn.Linear(12, 1)
        self.kind = nn.Linear(12, 3)

    def forward(self, x):
        x = F.gelu(self.norm(self.body(x)))
        return self.value(x), self.kind(x)


def train_step(model, optimizer, x, value, kind):
    optimizer.zero_grad()
    predicted, logits = model(x)
    regression = F.mse_loss(predicted, value)
    classes = F.cross_entropy(logits, kind)
    loss = regression + 0.5 * classes
    loss.backward()
    optimizer.step()
    return loss.item(), regression.item(), classes.item()


def trained(model):
    model.train()
    optimizer = optim.AdamW(model.parameters(), lr=3e-3, betas=(0.9, 0.98), weight_decay=0.05)
    schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)
    losses = []
    for step in range(8):
        x = torch.sin(torch.arange(30).float() + step).reshape(5, 6)
        losses.append(train_step(model, optimizer, x, x.sum(dim=1, keepdim=True), torch.arange(5) % 3))
        schedule.step()
    return losses


net = Two()
