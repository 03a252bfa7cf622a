"""A training script whose network and loss are MindSpore's, and whose loop is still torch's."""

import argparse

import mindspore as ms
import mindspore.dataset as ds
import torch  # only for the seed
from mindspore import nn


class Net(nn.Cell):
    def __init__(self, classes=10):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3, pad_mode="valid")
        self.flatten = nn.Flatten()
        self.fc = nn.Dense(8 * 26 * 26, classes)

    def construct(self, x):
        return self.fc(self.flatten(self.conv(x)))


def train_one_epoch(net, dataset, criterion, optimizer, epoch):
    net.train()  # expect: MSL110
    total = 0.0
    for step, (image, label) in enumerate(dataset.create_tuple_iterator()):
        image = image.cuda()  # expect: MSL108
        label = label.to("cuda:0")  # expect: MSL109
        output = net(image)
        loss = criterion(output, label)
        optimizer.zero_grad()  # expect: MSL110
        loss.backward()  # expect: MSL108
        optimizer.step()  # expect: MSL110
        total += loss.item()
        if step % 100 == 0:
            print(epoch, step, loss.detach().cpu().numpy())  # expect: MSL108, MSL108
    return total / len(dataset)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(1)  # expect: MSL103
    net = Net()
    dataset = ds.MnistDataset("mnist").batch(32)
    criterion = nn.CrossEntropyLoss()
    optimizer = nn.Adam(net.parameters(), 1e-3)  # expect: MSL110
    for epoch in range(args.epochs):
        train_one_epoch(net, dataset, criterion, optimizer, epoch)
    ms.save_checkpoint(net, "net.ckpt")


if __name__ == "__main__":
    main()
