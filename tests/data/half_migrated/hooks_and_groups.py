"""Hooks, parameter groups and the other protocol of Modules, on Cells."""

import mindspore as ms
from mindspore import nn


def freeze_bn(net):
    for name, cell in net.named_modules():  # expect: MSL110
        if isinstance(cell, nn.BatchNorm2d):
            cell.eval()
            cell.weight.requires_grad_(False)


def groups(net):
    decay, other = [], []
    for name, parameter in net.named_parameters():  # expect: MSL110
        (other if parameter.ndim == 1 else decay).append(parameter)
    return [{"params": decay, "weight_decay": 1e-4}, {"params": other}]


net = nn.SequentialCell([nn.Conv2d(3, 8, 3, pad_mode="same"), nn.BatchNorm2d(8), nn.ReLU()])
freeze_bn(net)
net[1].register_forward_hook(print)
net.register_full_backward_hook(print)  # expect: MSL110
optimizer = nn.SGD(groups(net), 0.1, momentum=0.9)
for group in optimizer.param_groups:  # expect: MSL110
    group["lr"] = 0.01
optimizer.add_param_group({"params": []})  # expect: MSL110
net.half()  # expect: MSL110
print(sum(p.numel() for p in net.parameters()))  # expect: MSL110
for child in net.children():  # expect: MSL110
    child.requires_grad_(False)
net.to_float(ms.float16)
net.register_backward_hook(print)
net.zero_grad()  # expect: MSL110
