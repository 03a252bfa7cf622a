"""What the frameworks are called: packages, root classes, entry methods, and names by convention."""

from __future__ import annotations

from ms_lint.messages import say

#: The framework that a top-level package belongs to.
FRAMEWORKS = {
    "mindspore": "mindspore",
    "torch": "torch",
    "torchvision": "torch",
    "tensorflow": "tensorflow",
    "keras": "tensorflow",
    "tf_keras": "tensorflow",
    "tf_slim": "tensorflow",
}
#: What names mean by convention in documents that show code without its imports.
CONVENTIONS = {
    "torch": "torch",
    "tf": "tensorflow",
    "keras": "tensorflow.keras",
    "ms": "mindspore",
    "mindspore": "mindspore",
    "np": "numpy",
    "numpy": "numpy",
    "F": "torch.nn.functional",
}
LAYERS = {"mindspore": "mindspore.nn", "torch": "torch.nn"}
#: Packages that run torch code on MindSpore: torch names in such files are not left over.
DIALECTS = frozenset({"mindtorch", "msadapter", "mindnlp"})
#: What such a package puts in the place of MindSpore's own where it is imported, with the parameters and defaults of
#: torch: mindnlp 0.2 and 0.3 do so (`injection.py`).
PATCHED = {
    "mindnlp": frozenset(
        {
            *(
                f"mindspore.nn.{name}"
                for name in "BatchNorm1d BatchNorm2d Conv1d Conv1dTranspose Dense Dropout Embedding GroupNorm "
                "LayerNorm".split()
            ),
            *(
                f"mindspore.ops.{name}"
                for name in "dropout masked_fill multinomial prod randperm repeat_interleave std std_mean "
                "var_mean".split()
            ),
        }
    )
}
#: Root class, name of the framework and entry method of each kind of model class.
KINDS = {
    "cell": ("mindspore.nn.Cell", "mindspore", "construct"),
    "module": ("torch.nn.Module", "torch", "forward"),
    "keras": ("tensorflow.keras.layers.Layer", "tensorflow", "call"),
}
KERAS_ROOTS = ("tensorflow.keras.", "keras.", "tf_keras.", "tensorflow.python.keras.")
KERAS_CLASSES = frozenset({"Layer", "Model", "Sequential"})
TENSORFLOW_MODULE = "tensorflow.Module"
#: The class of tensors of each framework, and of numpy.
TENSOR_CLASSES = {
    "mindspore": "mindspore.Tensor",
    "torch": "torch.Tensor",
    "tensorflow": "tensorflow.Tensor",
    "numpy": "numpy.ndarray",
}
#: Methods that set an attribute under a name that they are given, with the keywords of name and value.
REGISTERS = {
    "insert_child_to_cell": ("child_name", "child_cell"),
    "insert_param_to_cell": ("param_name", "param"),
    "register_buffer": ("name", "tensor"),
    "register_parameter": ("name", "param"),
    "add_module": ("name", "module"),
    "register_module": ("name", "module"),
    "__setattr__": ("name", "value"),
}
#: Functions that make another function of a function or Cell.
TRANSFORMATIONS = frozenset(
    f"mindspore.{name}"
    for name in (
        "jit ms_function value_and_grad grad vmap vjp jvp recompute common.api.jit common.jit ops.grad "
        "ops.value_and_grad ops.vmap ops.functional.grad ops.functional.vmap"
    ).split()
)
#: Libraries that are made of torch, each with what to do in MindSpore, as a sentence, or nothing where that depends.
TORCH_LIBRARIES = {
    "accelerate": say("`ms.Model` with `ms.set_auto_parallel_context` trains on several devices."),
    "apex": say("Write `ms.amp` for mixed precision."),
    "deepspeed": say("`ms.set_auto_parallel_context` shards optimizer and parameters."),
    "diffusers": "",
    "efficientnet_pytorch": say("The library mindcv has this model for MindSpore."),
    "fairscale": say("`ms.set_auto_parallel_context` shards optimizer and parameters."),
    "flash_attn": say("Write `ops.flash_attention_score`."),
    "kornia": "",
    "lightning": say("`ms.Model(net, loss_fn, optimizer).train(epochs, dataset)` runs a training loop."),
    "pytorch_lightning": say("`ms.Model(net, loss_fn, optimizer).train(epochs, dataset)` runs a training loop."),
    "pytorch_msssim": "",
    "segmentation_models_pytorch": "",
    "timm": say("The library mindcv has many of these models for MindSpore."),
    "torch_geometric": "",
    "torch_scatter": say("Write `ops.tensor_scatter_elements` with its reduction."),
    "torch_sparse": "",
    "torchaudio": say("Write `mindspore.dataset.audio`."),
    "torchdata": say("Write `mindspore.dataset`."),
    "torchinfo": say("Write `print(net)`."),
    "torchmetrics": say("Write the metrics of `mindspore.train`."),
    "torchsummary": say("Write `print(net)`."),
    "torchtext": say("Write `mindspore.dataset.text`."),
    "vit_pytorch": "",
    "xformers": say("Write `ops.flash_attention_score`."),
}
