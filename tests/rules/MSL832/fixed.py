"""Gamma and beta are called otherwise."""

from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 2)
        self.norm = nn.LayerNorm((2,), epsilon=1e-5)

    def construct(self, x):
        return self.norm(self.fc(x))


net = Net()
no_decay = ["bias", "norm.gamma", "norm.beta"]
spared = [p for n, p in net.parameters_and_names() if any(word in n for word in no_decay)]
last = [p for p in net.trainable_params() if p.name.endswith("norm.gamma")]
result = len(spared), len(last)
