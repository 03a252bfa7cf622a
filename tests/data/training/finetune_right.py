"""Freezing a backbone before the optimizer is made."""
import mindspore as ms
from mindspore import nn
from mindspore.experimental import optim


def train(net, dataset, epochs):
    parameters = ms.load_checkpoint("backbone.ckpt", filter_prefix="head")
    not_loaded, _ = ms.load_param_into_net(net.backbone, parameters)
    assert not not_loaded
    for p in net.backbone.get_parameters():
        p.requires_grad = False
    optimizer = optim.SGD([{"params": net.head.trainable_params(), "lr": 0.01, "momentum": 0.9}], lr=0.1)
    scheduler = optim.lr_scheduler.MultiStepLR(optimizer, [30, 60], gamma=0.1)
    net.set_train()
    net.backbone.set_train(False)
    loss_fn = nn.CrossEntropyLoss(label_smoothing=0.1)

    def forward_fn(x, y):
        return loss_fn(net(x), y)

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
    for _ in range(epochs):
        for x, y in dataset:
            loss, grads = grad_fn(x, y)
            optimizer(grads)
        scheduler.step()
