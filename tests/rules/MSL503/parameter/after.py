"""Change Parameters."""

from mindspore import Parameter, Tensor, nn, ops

scale = Parameter(Tensor([1.0, 2.0]), name="scale")
ops.assign_add(scale, Tensor([1.0, 1.0]))
layer = nn.Dense(2, 2)
for weight in layer.trainable_params():
    ops.assign(weight, weight * 0.0)
layer.bias += 1
result = (scale, layer.weight)
