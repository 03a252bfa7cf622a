"""The same script, ported to the end."""

import argparse

import mindspore as ms
import mindspore.dataset as ds
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self, classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, pad_mode="valid")
        self.flatten = nn.Flatten()
        self.fc = nn.Dense(8 * 26 * 26, classes)

    def construct(self, x):
        return self.fc(self.flatten(self.conv(x)))


def train_one_epoch(net, dataset, grad_fn, optimizer, epoch):
    net.set_train()
    total = 0.0
    for step, (image, label) in enumerate(dataset.create_tuple_iterator()):
        loss, gradients = grad_fn(image, label)
        gradients = ops.clip_by_global_norm(gradients, 1.0)
        optimizer(gradients)
        total += loss.item()
        if step % 100 == 0:
            print(epoch, step, loss.asnumpy())
    return total / dataset.get_dataset_size()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device_target", default="GPU", choices=["Ascend", "GPU", "CPU"])
    args = parser.parse_args()
    ms.set_context(device_target=args.device_target)
    ms.set_seed(1)
    net = Net()
    dataset = ds.MnistDataset("mnist").batch(32)
    criterion = nn.CrossEntropyLoss()
    optimizer = nn.Adam(net.trainable_params(), 1e-3)

    def forward(image, label):
        return criterion(net(image), label)

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)
    for epoch in range(2):
        train_one_epoch(net, dataset, grad_fn, optimizer, epoch)
    net.set_train(False)
    parameters = {name: parameter.data.asnumpy() for name, parameter in net.parameters_and_names()}
    print(len(parameters))
    ms.save_checkpoint(net, "net.ckpt")


if __name__ == "__main__":
    main()
