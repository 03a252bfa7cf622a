"""Adam with a schedule for each epoch, clipped gradients, accuracy on the way, and an evaluation."""

import torch
from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import StepLR

inputs = torch.cos(torch.arange(24 * 5).float()).reshape(24, 5)
targets = torch.arange(24) % 4


def evaluate(model, criterion):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for start in range(0, 24, 8):
            output = model(inputs[start : start + 8])
            total += criterion(output, targets[start : start + 8]).item()
    return total / 3


def trained(model):
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    optimizer = Adam(model.parameters(), lr=1e-2, weight_decay=1e-3)
    scheduler = StepLR(optimizer, step_size=1, gamma=0.5)
    history = []
    for epoch in range(3):
        model.train()
        running, correct = 0.0, 0
        for start in range(0, 24, 8):
            x, y = inputs[start : start + 8], targets[start : start + 8]
            output = model(x)
            loss = criterion(output, y)
            correct += (output.argmax(dim=1) == y).sum().item()

            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.5)
            optimizer.step()
            running += loss.item()
        scheduler.step()
        history.append([running / 3, correct / 24, evaluate(model, criterion)])
    return history


net = nn.Sequential(nn.Linear(5, 16), nn.Tanh(), nn.Linear(16, 4))
