"""They are scaled on the way."""

import mindspore as ms
from mindspore import Tensor, amp, nn

fc = nn.Dense(2, 1, weight_init="ones", has_bias=False)
fc = amp.auto_mixed_precision(fc, "O2")
scaler = amp.StaticLossScaler(2.0**16)


def forward_fn(x):
    return scaler.scale(fc(x).astype(ms.float32).sum() * 1e-8)


gradients = ms.grad(forward_fn, None, fc.trainable_params())(Tensor([[1.0, 2.0]], ms.float32))
result = scaler.unscale(gradients)[0] * 1e8
