"""The same, ported line by line (original: torch.optim.SGD, torch.utils.data.DataLoader)."""
import mindspore as ms
import mindspore.dataset as ds
from mindspore import nn, ops
from mindspore.dataset import transforms, vision


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 32, 3, pad_mode="pad", padding=1, has_bias=True)
        self.bn = nn.BatchNorm2d(32)
        self.fc = nn.Dense(32, 10)

    def construct(self, x):
        return self.fc(ops.relu(self.bn(self.conv(x))).mean((2, 3)))


transform = transforms.Compose([
    vision.ToTensor(),
    vision.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),  # expect: MSL843
])
test_set = ds.Cifar10Dataset("cifar", usage="test").map(transform, "image").batch(100)  # expect: MSL841
train_set = ds.Cifar10Dataset("cifar", usage="train", shuffle=True).map(transform, "image").batch(64)
epochs = 20
net = Net()
criterion = nn.SoftmaxCrossEntropyWithLogits(sparse=True)  # expect: MSL405
lrs = [0.1 * 0.95 ** e for e in range(epochs)]
optimizer = nn.SGD(net.trainable_params(), lrs, momentum=0.9)  # expect: MSL838


def forward(x, y):
    out = net(x)
    loss = criterion(out, y)  # expect: MSL815
    return loss, out


grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)  # expect: MSL810, MSL818
for epoch in range(epochs):
    for x, y in train_set.create_tuple_iterator():
        (loss, out), grads = grad_fn(x, y)
        optimizer(grads)
ms.save_checkpoint(net, "cifar_net.pth")  # expect: MSL844
