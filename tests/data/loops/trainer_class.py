"""A trainer that keeps the model and the optimizer, with what the last round left carried into the next."""

import torch
from torch import nn
from torch.optim import SGD


class Trainer:
    def __init__(self, model, lr=0.1):
        self.model = model
        self.criterion = nn.MSELoss()
        self.optimizer = SGD(self.model.parameters(), lr=lr, momentum=0.5, nesterov=True)

    def fit(self, data, targets, epochs):
        losses = []
        self.model.train()
        for epoch in range(epochs):
            for x, y in zip(data, targets):
                prediction = self.model(x)
                loss = self.criterion(prediction, y)
                penalty = sum((p**2).sum() for p in self.model.parameters())
                loss = loss + 0.01 * penalty
                loss.backward()
                self.optimizer.step()
                self.optimizer.zero_grad()
                losses.append(loss.item())
        return losses


def trained(model):
    data = [torch.sin(torch.arange(12).float() * (k + 1)).reshape(4, 3) for k in range(3)]
    targets = [x.cumsum(dim=1) for x in data]
    return Trainer(model).fit(data, targets, epochs=3)


net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 3))
