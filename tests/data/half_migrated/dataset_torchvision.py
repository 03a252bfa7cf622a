"""torchvision's data in front of a MindSpore network."""

import mindspore as ms
import numpy as np
import torchvision
from mindspore import nn
from torchvision import transforms

transform = transforms.Compose(  # expect: MSL103
    [
        transforms.Resize(256),  # expect: MSL103
        transforms.CenterCrop(224),  # expect: MSL103
        transforms.ToTensor(),  # expect: MSL103
        transforms.Normalize((0.5,), (0.5,)),  # expect: MSL103
    ]
)
images = torchvision.datasets.CIFAR10("data", train=True, transform=transform)  # expect: MSL103
net = nn.Conv2d(3, 8, 3)
for image, label in images:
    print(net(ms.Tensor(np.asarray(image))), label)
