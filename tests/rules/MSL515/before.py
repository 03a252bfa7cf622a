"""A running average of the weights, and weights that are filled by hand."""

from mindspore import nn, ops

model = nn.Dense(2, 1, weight_init=3, bias_init=3)
average = nn.Dense(2, 1)
for weight in average.get_parameters():
    weight = ops.ones_like(weight)  # expect: MSL515
for kept, new in zip(average.trainable_params(), model.trainable_params()):
    kept *= 0.5  # expect: MSL515
    kept += new * 0.5
weights = model.parameters_dict()
for _, weight in weights.items():
    weight = weight * 2  # expect: MSL515
result = [average.weight, average.bias, model.weight, model.bias]
