"""Arguments as torch has them (torch.optim)."""
import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(8, 8)
        self.norm = nn.LayerNorm((8,), epsilon=1e-5)

    def construct(self, x):
        return self.norm(self.fc(x))


net = Net()
a = nn.Adagrad(net.trainable_params(), 0.01, weight_decay=1e-4)  # expect: MSL829, MSL831
b = nn.RMSProp(net.trainable_params(), 1e-3, 0.99, 1e-8)  # expect: MSL829, MSL837
c = nn.Momentum(net.trainable_params(), 0.1, 0.9, use_nesterov=True)  # expect: MSL836
d = nn.SGD(net.get_parameters(), 0.1, weight_decay=1e-4)
e = nn.Adam(net.trainable_params(), 1e-3, eps=1e-3)  # expect: MSL848
f = nn.SGD(net.trainable_params(), 0.1, loss_scale=128.0)  # expect: MSL835
g = nn.SGD([{"params": net.trainable_params(), "learning_rate": 0.1}], 0.1)  # expect: MSL834
h = nn.Adam(net.trainable_params(), lr=1e-3)  # expect: MSL205
i = nn.Adam(net.trainable_params(), 1e-3, betas=(0.9, 0.99), amsgrad=True)  # expect: MSL205
