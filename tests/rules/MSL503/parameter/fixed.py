"""Change Parameters."""

from mindspore import Parameter, Tensor, nn, ops

scale = Parameter(Tensor([1.0, 2.0]), name="scale")
kept = scale
ops.assign(scale, scale + 1)
layer = nn.Dense(2, 2)
for weight in layer.trainable_params():
    weight.set_data(weight * 0.0)
result = (kept, layer.weight)
