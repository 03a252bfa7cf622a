"""The parameters that are not to be decayed."""

from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.norm = nn.LayerNorm(2)

    def forward(self, x):
        return self.norm(self.fc(x))


net = Net()
no_decay = ["bias", "norm.weight"]
spared = [p for n, p in net.named_parameters() if any(word in n for word in no_decay)]
last = [p for n, p in net.named_parameters() if n.endswith("norm.weight")]
result = len(spared), len(last)
