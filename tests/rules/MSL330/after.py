"""It is the fourth; of an image the third is the height."""

from mindspore import nn

conv = nn.Conv1d(4, 8, 3, pad_mode="valid", has_bias=True)
image = nn.Conv2d(4, 8, 3, pad_mode="valid", has_bias=True)
channels = conv.weight.shape[0], image.weight.shape[2]
result = conv.weight.shape[3]
