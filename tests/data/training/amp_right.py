"""Half precision with a scaled loss."""
import mindspore as ms
from mindspore import amp, nn

from src.net import Net

net = Net()
net = amp.auto_mixed_precision(net, "O2")
loss_fn = nn.CrossEntropyLoss()
optimizer = nn.SGD(net.trainable_params(), 0.1)
scaler = amp.DynamicLossScaler(scale_value=2**16, scale_factor=2, scale_window=50)


def forward_fn(x, y):
    return scaler.scale(loss_fn(net(x), y))


grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)


def train(dataset):
    net.set_train()
    for x, y in dataset.create_tuple_iterator():
        loss, grads = grad_fn(x, y)
        if amp.all_finite(grads):
            optimizer(scaler.unscale(grads))
        scaler.adjust(amp.all_finite(grads))
