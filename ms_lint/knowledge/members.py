"""What the members of torch's and Keras' objects are called on MindSpore's: tables kept by hand.

In a text ``{object}`` stands for the object as the user wrote it; "nothing" is to be written where the member has no
counterpart, for the reason that follows. Checked against MindSpore 2.7.0 and 2.10.0; rules ask the
catalog first whether the targeted version lacks the member.
"""

from __future__ import annotations

from typing import Optional

from ms_lint.messages import Message

_NOTHING = "nothing"

#: Members of torch.nn.Module, for a Cell.
MODULE = {
    "add_module": "`{object}.insert_child_to_cell(name, cell)`",
    "apply": "a loop `for _, cell in {object}.cells_and_names()`, with the call of the function for each `cell`",
    "bfloat16": "`{object}.to_float(ms.bfloat16)`, which casts the inputs and keeps the parameters as they are",
    "buffers": "`{object}.get_parameters()`: a buffer is a Parameter with requires_grad=False",
    "children": "`{object}.cells()`",
    "cpu": "`{object}` without the call: `ms.set_device` chooses the device once",
    "cuda": "`{object}` without the call: `ms.set_device` chooses the device once",
    "double": "`{object}.to_float(ms.float64)`, which casts the inputs and keeps the parameters as they are",
    "eval": "`{object}.set_train(False)`",
    "float": "`{object}.to_float(ms.float32)`",
    "forward": "`{object}(...)`",
    "get_parameter": "`{object}.parameters_dict()[name]`",
    "get_submodule": "`dict({object}.cells_and_names())[name]`",
    "half": "`{object}.to_float(ms.float16)`, which casts the inputs and keeps the parameters as they are",
    "load_state_dict": "`ms.load_param_into_net({object}, parameters)`",
    "modules": "`{object}.cells_and_names()`, which gives (name, cell) pairs",
    "named_buffers": "`{object}.parameters_and_names()`: a buffer is a Parameter with requires_grad=False",
    "named_children": "`{object}.name_cells().items()`",
    "named_modules": "`{object}.cells_and_names()`",
    "named_parameters": "`{object}.parameters_and_names()`",
    "parameters": "`{object}.trainable_params()` for an optimizer, `{object}.get_parameters()` for all of them",
    "register_buffer": "`{object}.insert_param_to_cell(name, ms.Parameter(value, requires_grad=False))`",
    "register_full_backward_hook": "`{object}.register_backward_hook(hook)`",
    "register_full_backward_pre_hook": "`{object}.register_backward_pre_hook(hook)`",
    "register_module": "`{object}.insert_child_to_cell(name, cell)`",
    "register_parameter": "`{object}.insert_param_to_cell(name, parameter)`",
    "requires_grad_": "`p.requires_grad = ...` for every `p` of `{object}.get_parameters()`",
    "share_memory": "`{object}` without the call",
    "state_dict": "`{object}.parameters_dict()`",
    "to": "`{object}` without the call for a device, which `ms.set_device` chooses once; "
    "`{object}.to_float(dtype)` for a dtype",
    "train": "`{object}.set_train()`",
    "type": "`{object}.to_float(dtype)`",
    "xpu": "`{object}` without the call: `ms.set_device` chooses the device once",
    "zero_grad": "nothing: `ms.value_and_grad` returns new gradients at each call",
}
#: Members of torch.nn.Sequential that give it a layer to run, for a SequentialCell, which runs no other children.
CHILD = {
    "add_module": "`{object}.append(cell)`, with the cell alone",
    "register_module": "`{object}.append(cell)`, with the cell alone",
}
#: Members of Keras' Layer and Model and of tf.Module, for a Cell.
KERAS = {
    "add_weight": "`ms.Parameter(initializer(...), name=...)` as an attribute, set in `__init__`",
    "compile": "`ms.Model({object}, loss_fn, optimizer, metrics)`",
    "evaluate": "`ms.Model({object}, loss_fn, metrics=...).eval(dataset)`",
    "fit": "`ms.Model({object}, loss_fn, optimizer).train(epochs, dataset)`",
    "get_weights": "`[p.asnumpy() for p in {object}.get_parameters()]`",
    "load_weights": "`ms.load_checkpoint(path, net={object})`",
    "non_trainable_variables": "`{object}.untrainable_params()`",
    "non_trainable_weights": "`{object}.untrainable_params()`",
    "predict": "`{object}(x)`, after `set_train(False)`",
    "save_weights": "`ms.save_checkpoint({object}, path)`",
    "set_weights": "`ms.load_param_into_net({object}, parameters)`",
    "summary": "`print({object})`",
    "trainable_variables": "`{object}.trainable_params()`",
    "trainable_weights": "`{object}.trainable_params()`",
    "variables": "`{object}.get_parameters()`",
    "weights": "`{object}.get_parameters()`",
}
#: Members of torch's and Keras' optimizers.
OPTIMIZER = {
    "add_param_group": "all groups in the list that the optimizer is made with",
    "apply_gradients": "`{object}(gradients)`, the gradients in the order of the optimizer's parameters",
    "minimize": "`loss, gradients = grad_fn(...)` with `grad_fn = ms.value_and_grad(forward_fn, None, "
    "{object}.parameters)`, then `{object}(gradients)`",
    "param_groups": "`{object}.learning_rate` for the learning rate, a Parameter: "
    "`ops.assign({object}.learning_rate, lr)`",
    "register_step_post_hook": "a call after `{object}(gradients)`",
    "register_step_pre_hook": "a call before `{object}(gradients)`",
    "state_dict": "`{object}.parameters_dict()`",
    "step": "`{object}(gradients)`, with the gradients of `ms.value_and_grad(forward_fn, None, {object}.parameters)`",
    "zero_grad": "nothing: `ms.value_and_grad` returns new gradients at each call",
}
#: Members of torch's learning rate schedulers, for the schedules of mindspore.nn.
SCHEDULE = {
    "get_last_lr": "`{object}(step)`, the learning rate at that step",
    "get_lr": "`{object}(step)`, the learning rate at that step",
    "step": "nothing: the optimizer that is made with learning_rate={object} counts the steps itself",
}
#: Members of torch's and TensorFlow's tensors that the catalog does not pair with a function.
TENSOR = {
    "backward": "`loss, gradients = grad_fn(...)` with `grad_fn = ms.value_and_grad(forward_fn, None, parameters)`, "
    "where forward_fn returns the loss",
    "copy_": "`{object} = value`, or `ops.assign({object}, value)` where it is a Parameter",
    "cpu": "`{object}` without the call: `asnumpy()` brings it to the host",
    "cuda": "`{object}` without the call: `ms.set_device` chooses the device once",
    "detach": "`ops.stop_gradient({object})`, or `{object}` alone outside of what is differentiated",
    "detach_": "`{object} = ops.stop_gradient({object})`",
    "element_size": "`{object}.itemsize`",
    "eval": "`{object}.asnumpy()`",
    "get_device": "`ms.get_context('device_id')`",
    "get_shape": "`{object}.shape`",
    "grad": "the gradients that `ms.value_and_grad` or `ms.grad` returns",
    "grad_fn": "nothing: a tensor does not know how it was made",
    "is_cpu": "`ms.get_context('device_target') == 'CPU'`",
    "is_cuda": "`ms.get_context('device_target') == 'GPU'`",
    "is_leaf": "nothing: a tensor does not know how it was made",
    "new_tensor": "`ms.Tensor(..., {object}.dtype)` of the same data",
    "requires_grad": "`ms.grad(fn)` over a function of it; only a Parameter has requires_grad",
    "retain_grad": "`ms.grad(fn, grad_position=...)` over a function of it",
    "set_shape": "nothing: the shape of a tensor is known",
    "share_memory_": "nothing",
    "to_dense": "`{object}`: it is dense",
    "tolist": "`{object}.asnumpy().tolist()`",
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


def instead(text: str, receiver: str) -> Optional[Message]:
    """What to write for a member, by its text in a table, of the object ``receiver``; None where nothing is."""
    return None if text.startswith(_NOTHING) else Message(text, {"object": receiver})


def reason(text: str, receiver: str) -> Message:
    """Why nothing is to be written for a member; empty where that is clear."""
    return Message(template_of(text), {"object": receiver})


def template_of(text: str) -> str:
    """What is said of a text in a table: what to write, or why nothing."""
    return text[len(_NOTHING) :].lstrip(": ") if text.startswith(_NOTHING) else text
