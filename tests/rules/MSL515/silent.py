"""New tensors that are used."""

from mindspore import nn, ops

model = nn.Dense(2, 1)
total = 0
for weight in model.get_parameters():
    weight = ops.abs(weight)
    total += weight.sum()
halves = []
for index, weight in enumerate(model.trainable_params()):
    weight *= 0.5
    halves.append(weight)
for name, weight in model.parameters_and_names():
    weight = weight.asnumpy()
    print(name, weight.shape)
for weight in model.trainable_params():
    weight = weight * 2
result = weight
