"""Arguments as MindSpore has them."""
from mindspore import nn
from mindspore.experimental import optim


def build(net, name, lr, config):
    if name == "adam":
        return nn.Adam(net.trainable_params(), lr, beta1=0.9, beta2=0.98, eps=1e-9, use_lazy=False)
    if name == "momentum":
        return nn.Momentum(net.trainable_params(), lr, config.momentum, config.weight_decay, config.loss_scale)
    if name == "rmsprop":
        return nn.RMSProp(net.trainable_params(), lr, 0.9, 0.9, 1e-3, weight_decay=4e-5)
    if name == "adagrad":
        return nn.Adagrad(net.trainable_params(), accum=0.1, learning_rate=lr)
    if name == "adamw":
        return optim.AdamW(net.trainable_params(), lr=lr, betas=(0.9, 0.999), weight_decay=0.05)
    if name == "frozen":
        return nn.SGD(filter(lambda p: p.requires_grad, net.get_parameters()), lr, weight_decay=1e-4)
    return nn.AdamWeightDecay(net.trainable_params(), lr, weight_decay=0.05)
