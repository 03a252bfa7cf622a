"""What the members of torch's and Keras' objects are called on MindSpore's: tables kept by hand.

In a text ``{}`` stands for the object as the user wrote it. Checked against MindSpore 2.7.0 and 2.10.0; rules ask the
catalog first whether the targeted version lacks the member.
"""

from __future__ import annotations

#: Members of torch.nn.Module, for a Cell.
MODULE = {
    "add_module": "`{}.insert_child_to_cell(name, cell)`",
    "bfloat16": "`{}.to_float(ms.bfloat16)`, which casts the inputs and keeps the parameters as they are",
    "buffers": "`{}.get_parameters()`: a buffer is a Parameter with requires_grad=False",
    "children": "`{}.cells()`",
    "cpu": "`{}` without the call: `ms.set_device` chooses the device once",
    "cuda": "`{}` without the call: `ms.set_device` chooses the device once",
    "double": "`{}.to_float(ms.float64)`, which casts the inputs and keeps the parameters as they are",
    "eval": "`{}.set_train(False)`",
    "float": "`{}.to_float(ms.float32)`",
    "forward": "`{}(...)`",
    "get_parameter": "`{}.parameters_dict()[name]`",
    "get_submodule": "`dict({}.cells_and_names())[name]`",
    "half": "`{}.to_float(ms.float16)`, which casts the inputs and keeps the parameters as they are",
    "load_state_dict": "`ms.load_param_into_net({}, parameters)`",
    "modules": "`{}.cells_and_names()`, which gives (name, cell) pairs",
    "named_buffers": "`{}.parameters_and_names()`: a buffer is a Parameter with requires_grad=False",
    "named_children": "`{}.name_cells().items()`",
    "named_modules": "`{}.cells_and_names()`",
    "named_parameters": "`{}.parameters_and_names()`",
    "parameters": "`{}.trainable_params()` for an optimizer, `{}.get_parameters()` for all of them",
    "register_buffer": "`{}.insert_param_to_cell(name, ms.Parameter(value, requires_grad=False))`",
    "register_full_backward_hook": "`{}.register_backward_hook(hook)`",
    "register_full_backward_pre_hook": "`{}.register_backward_pre_hook(hook)`",
    "register_module": "`{}.insert_child_to_cell(name, cell)`",
    "register_parameter": "`{}.insert_param_to_cell(name, parameter)`",
    "requires_grad_": "`p.requires_grad = ...` for every `p` of `{}.get_parameters()`",
    "share_memory": "`{}` without the call",
    "state_dict": "`{}.parameters_dict()`",
    "to": "`{}` without the call for a device, which `ms.set_device` chooses once; `{}.to_float(dtype)` for a dtype",
    "train": "`{}.set_train()`",
    "type": "`{}.to_float(dtype)`",
    "xpu": "`{}` without the call: `ms.set_device` chooses the device once",
    "zero_grad": "nothing: `ms.value_and_grad` returns new gradients at each call",
}
#: Members of Keras' Layer and Model and of tf.Module, for a Cell.
KERAS = {
    "add_weight": "`ms.Parameter(initializer(...), name=...)` as an attribute, set in `__init__`",
    "compile": "`ms.Model({}, loss_fn, optimizer, metrics)`",
    "evaluate": "`ms.Model({}, loss_fn, metrics=...).eval(dataset)`",
    "fit": "`ms.Model({}, loss_fn, optimizer).train(epochs, dataset)`",
    "get_weights": "`[p.asnumpy() for p in {}.get_parameters()]`",
    "load_weights": "`ms.load_checkpoint(path, net={})`",
    "non_trainable_variables": "`{}.untrainable_params()`",
    "non_trainable_weights": "`{}.untrainable_params()`",
    "predict": "`{}(x)`, after `set_train(False)`",
    "save_weights": "`ms.save_checkpoint({}, path)`",
    "set_weights": "`ms.load_param_into_net({}, parameters)`",
    "summary": "`print({})`",
    "trainable_variables": "`{}.trainable_params()`",
    "trainable_weights": "`{}.trainable_params()`",
    "variables": "`{}.get_parameters()`",
    "weights": "`{}.get_parameters()`",
}
#: Members of torch's and Keras' optimizers.
OPTIMIZER = {
    "add_param_group": "all groups in the list that the optimizer is made with",
    "apply_gradients": "`{}(gradients)`, the gradients in the order of the optimizer's parameters",
    "minimize": "`loss, gradients = grad_fn(...)` with `grad_fn = ms.value_and_grad(forward_fn, None, "
    "{}.parameters)`, then `{}(gradients)`",
    "param_groups": "`{}.learning_rate` for the learning rate, a Parameter: `ops.assign({}.learning_rate, lr)`",
    "register_step_post_hook": "a call after `{}(gradients)`",
    "register_step_pre_hook": "a call before `{}(gradients)`",
    "step": "`{}(gradients)`, with the gradients of `ms.value_and_grad(forward_fn, None, {}.parameters)`",
    "zero_grad": "nothing: `ms.value_and_grad` returns new gradients at each call",
}
#: Members of torch's learning rate schedulers, for the schedules of mindspore.nn.
SCHEDULE = {
    "get_last_lr": "`{}(step)`, the learning rate at that step",
    "get_lr": "`{}(step)`, the learning rate at that step",
    "step": "nothing: the optimizer that is made with learning_rate={} counts the steps itself",
}
#: Members of torch's and TensorFlow's tensors that the catalog does not pair with a function.
TENSOR = {
    "backward": "`loss, gradients = grad_fn(...)` with `grad_fn = ms.value_and_grad(forward_fn, None, parameters)`, "
    "where forward_fn returns the loss",
    "copy_": "`{} = value`, or `ops.assign({}, value)` where it is a Parameter",
    "cpu": "`{}` without the call: `asnumpy()` brings it to the host",
    "cuda": "`{}` without the call: `ms.set_device` chooses the device once",
    "detach": "`ops.stop_gradient({})`, or `{}` alone outside of what is differentiated",
    "detach_": "`{} = ops.stop_gradient({})`",
    "element_size": "`{}.itemsize`",
    "eval": "`{}.asnumpy()`",
    "get_device": "`ms.get_context('device_id')`",
    "get_shape": "`{}.shape`",
    "grad": "the gradients that `ms.value_and_grad` or `ms.grad` returns",
    "grad_fn": "nothing: a tensor does not know how it was made",
    "is_cpu": "`ms.get_context('device_target') == 'CPU'`",
    "is_cuda": "`ms.get_context('device_target') == 'GPU'`",
    "is_leaf": "nothing: a tensor does not know how it was made",
    "new_tensor": "`ms.Tensor(..., {}.dtype)` of the same data",
    "requires_grad": "`ms.grad(fn)` over a function of it; only a Parameter has requires_grad",
    "retain_grad": "`ms.grad(fn, grad_position=...)` over a function of it",
    "set_shape": "nothing: the shape of a tensor is known",
    "share_memory_": "nothing",
    "to_dense": "`{}`: it is dense",
    "tolist": "`{}.asnumpy().tolist()`",
}
#: Members whose names mean something else on other objects (a dict, a Parameter): no sign of a torch tensor.
AMBIGUOUS = frozenset("indices layout mode name names new put values volatile".split())
#: Methods of a tensor that bear torch's name in MindSpore and mean, take or give something else (measured with
#: 2.7.0 and 2.10.0, in PyNative or graph mode). All others that the catalog has and whose call binds are as in torch.
OTHER_MEANING = frozenset(
    "backward expand flip imag index_add max median min norm real repeat requires_grad_ size softmax std transpose "
    "unfold unique var".split()
)
#: The same for MindSpore 2.0.0 and older alone.
OTHER_MEANING_BEFORE_2_5 = frozenset("any chunk flatten gather item scatter sort split squeeze topk".split())
