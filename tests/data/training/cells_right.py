"""TrainOneStepCell with a loss cell of its own."""
import mindspore as ms
from mindspore import nn, ops


class Detector(nn.Cell):
    def __init__(self):
        super().__init__()
        self.backbone = nn.SequentialCell(nn.Conv2d(3, 8, 3, pad_mode="same"), nn.BatchNorm2d(8), nn.ReLU())
        self.head = nn.Conv2d(8, 5, 1)

    def construct(self, images):
        return self.head(self.backbone(images))


class DetectorWithLoss(nn.Cell):
    def __init__(self, net):
        super().__init__(auto_prefix=False)
        self.net = net

    def construct(self, images, boxes, scores):
        out = self.net(images)
        return ops.l1_loss(out[:, :4], boxes) + ops.binary_cross_entropy_with_logits(
            out[:, 4], scores, ops.ones_like(scores), ops.ones_like(scores)
        )


def train(dataset, epochs):
    net = Detector()
    groups = [
        {"params": [p for p in net.trainable_params() if "bn" not in p.name and "gamma" not in p.name], "weight_decay": 1e-4},
        {"params": [p for p in net.trainable_params() if "bn" in p.name or "gamma" in p.name], "weight_decay": 0.0},
        {"order_params": net.trainable_params()},
    ]
    optimizer = nn.Momentum(groups, 0.01, 0.9)
    train_net = nn.TrainOneStepCell(DetectorWithLoss(net), optimizer)
    train_net.set_train()
    for epoch in range(epochs):
        for step, batch in enumerate(dataset.create_tuple_iterator()):
            loss = train_net(*batch)
            if step % 100 == 0:
                print(epoch, step, loss)
    ms.save_checkpoint(train_net, "detector.ckpt")
