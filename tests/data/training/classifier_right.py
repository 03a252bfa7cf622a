"""Image classification with value_and_grad, as the MindSpore tutorials do it."""
import argparse
import os

import mindspore as ms
import mindspore.dataset as ds
from mindspore import nn, ops
from mindspore.dataset import transforms, vision


class Net(nn.Cell):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv = nn.Conv2d(3, 32, 3, pad_mode="pad", padding=1)
        self.bn = nn.BatchNorm2d(32)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(p=0.2)
        self.fc = nn.Dense(32, num_classes)

    def construct(self, x):
        x = self.pool(ops.relu(self.bn(self.conv(x)))).flatten(start_dim=1)
        return self.fc(self.dropout(x))


def create_dataset(root, batch_size, training):
    dataset = ds.Cifar10Dataset(root, usage="train" if training else "test", shuffle=training)
    operations = [vision.Rescale(1.0 / 255.0, 0.0)]
    operations += [vision.Normalize([0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.2010]), vision.HWC2CHW()]
    dataset = dataset.map(operations, "image").map(transforms.TypeCast(ms.int32), "label")
    return dataset.batch(batch_size, drop_remainder=training)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="cifar")
    parser.add_argument("--epochs", type=int, default=10)
    args = parser.parse_args()
    ms.set_seed(1)
    train_set, test_set = create_dataset(args.data, 64, True), create_dataset(args.data, 64, False)
    net = Net()
    loss_fn = nn.CrossEntropyLoss()
    steps = train_set.get_dataset_size()
    rates = nn.cosine_decay_lr(0.0, 0.1, args.epochs * steps, steps, args.epochs)
    optimizer = nn.Momentum(net.trainable_params(), rates, momentum=0.9, weight_decay=5e-4)

    def forward_fn(images, labels):
        logits = net(images)
        loss = loss_fn(logits, labels)
        return loss, logits

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters, has_aux=True)

    @ms.jit
    def train_step(images, labels):
        (loss, logits), grads = grad_fn(images, labels)
        grads = ops.clip_by_global_norm(grads, 5.0)
        optimizer(grads)
        return loss, logits

    best = 0.0
    for epoch in range(args.epochs):
        net.set_train()
        for images, labels in train_set.create_tuple_iterator():
            loss, _ = train_step(images, labels)
        net.set_train(False)
        correct = total = 0
        for images, labels in test_set.create_tuple_iterator():
            correct += (net(images).argmax(1) == labels).sum().asnumpy()
            total += len(labels)
        if correct / total > best:
            best = correct / total
            ms.save_checkpoint(net, os.path.join("out", f"best_{epoch}.ckpt"))


if __name__ == "__main__":
    main()
