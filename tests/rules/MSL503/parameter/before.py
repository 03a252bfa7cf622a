"""Change Parameters."""

from mindspore import Parameter, Tensor, nn

scale = Parameter(Tensor([1.0, 2.0]), name="scale")
kept = scale
scale += 1  # expect: MSL503
layer = nn.Dense(2, 2)
for weight in layer.trainable_params():
    weight *= 0.0  # expect: MSL515
result = (kept, layer.weight)
