"""Freezing a backbone. Original: torch with requires_grad_(False)."""
import mindspore as ms
from mindspore import nn


class Classifier(nn.Cell):
    def __init__(self, backbone, num_classes):
        super().__init__()
        self.backbone = backbone
        self.head = nn.Dense(512, num_classes)

    def construct(self, x):
        return self.head(self.backbone(x))


def train(backbone, dataset):
    net = Classifier(backbone, 10)
    optimizer = nn.SGD(net.trainable_params(), 0.01, weight_decay=1e-4)
    for p in net.backbone.get_parameters():
        p.requires_grad = False  # expect: MSL824
    net.backbone.set_grad(False)  # expect: MSL823
    net.set_train()
    loss_fn = nn.CrossEntropyLoss()

    def forward_fn(x, y):
        return loss_fn(net(x), y)

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
    for x, y in dataset:
        loss, grads = grad_fn(x, y)
        optimizer(grads)
