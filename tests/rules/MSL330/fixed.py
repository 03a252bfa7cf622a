"""It is 1 here."""

from mindspore import nn

conv = nn.Conv1d(4, 8, 3, pad_mode="valid", has_bias=True)
result = conv.weight.shape[3]
