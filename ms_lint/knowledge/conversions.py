"""Forms of calls whose parameters alone do not tell how torch's call is written in MindSpore: kept by hand.

``ms_lint/conversion/forms.py`` says how a form is read. Each was run beside torch's with MindSpore 2.10.0 and torch
2.13.0 by ``tools/measure_conversion.py``; the names that no form is needed for are in the table of counterparts. For
versions that lack a name or a keyword of a form there is none.
"""

from __future__ import annotations

_CONV = (
    "nn.Conv{n}(in_channels, out_channels, kernel_size, stride=stride, pad_mode={mode}, {padding}dilation=dilation, "
    "group=groups, has_bias=default(bias, True))"
)


def _convolution(axes: str) -> str:
    valid = _CONV.format(n=axes, mode="'valid'", padding="")
    named = _CONV.format(n=axes, mode="plain(padding)", padding="")
    padded = _CONV.format(n=axes, mode="'pad'", padding="padding=sides(padding), ")
    return f"{valid} if known(padding, 0) else {named} if known(padding, 'same', 'valid') else {padded}"


def _transposed(axes: str) -> str:
    text = (
        f"nn.Conv{axes}Transpose(in_channels, out_channels, kernel_size, stride=stride, {{0}}dilation=dilation, "
        "group=groups, has_bias=default(bias, True))"
    )
    valid, padded = text.format("pad_mode='valid', "), text.format("pad_mode='pad', padding=sides(padding), ")
    refused = "refuse('`output_padding` only adds zeros in MindSpore')"
    return f"{refused} if not known(output_padding, 0) else {valid} if known(padding, 0) else {padded}"


def _pool(name: str, rest: str) -> str:
    text = f"nn.{name}(kernel_size, stride=copied(stride, kernel_size), {{0}}{rest})"
    plain, padded = text.format(""), text.format("pad_mode='pad', padding=padding, ")
    return f"{plain} if known(padding, 0) else {padded}"


_NORM = (
    "nn.BatchNorm{n}(num_features, eps=eps, momentum=one_minus(momentum), affine=affine, "
    "use_batch_statistics=mapped(track_running_stats, {{False: True, True: None}}))"
)
_LAYER_NORM = "nn.LayerNorm({shape}, {axes}epsilon=default(eps, 1e-05))"

FORMS: dict[str, str] = {
    # ------------------------------------------------------------ layers
    "torch.nn.Linear": "nn.Dense(in_features, out_features, has_bias=bias)",
    "torch.nn.Conv1d": _convolution("1d"),
    "torch.nn.Conv2d": _convolution("2d"),
    "torch.nn.Conv3d": _convolution("3d"),
    "torch.nn.ConvTranspose1d": _transposed("1d"),
    "torch.nn.ConvTranspose2d": _transposed("2d"),
    "torch.nn.ConvTranspose3d": _transposed("3d"),
    "torch.nn.BatchNorm1d": _NORM.format(n="1d"),
    "torch.nn.BatchNorm2d": _NORM.format(n="2d"),
    "torch.nn.BatchNorm3d": _NORM.format(n="3d"),
    "torch.nn.LayerNorm": (
        "refuse('the scale and the shift are always there in MindSpore') "
        "if not known(elementwise_affine, True) or not known(bias, True) else "
        + _LAYER_NORM.format(shape="normalized_shape", axes="begin_norm_axis=-2, begin_params_axis=-2, ")
        + " if length(normalized_shape, 2) else "
        + _LAYER_NORM.format(shape="normalized_shape", axes="begin_norm_axis=-3, begin_params_axis=-3, ")
        + " if length(normalized_shape, 3) else "
        + _LAYER_NORM.format(shape="tuple_of(normalized_shape)", axes="")
    ),
    "torch.nn.GroupNorm": "nn.GroupNorm(num_groups, num_channels, eps=eps, affine=affine)",
    "torch.nn.MaxPool1d": _pool("MaxPool1d", "dilation=dilation, return_indices=return_indices, ceil_mode=ceil_mode"),
    "torch.nn.MaxPool2d": _pool("MaxPool2d", "dilation=dilation, return_indices=return_indices, ceil_mode=ceil_mode"),
    "torch.nn.AvgPool1d": _pool("AvgPool1d", "ceil_mode=ceil_mode, count_include_pad=count_include_pad"),
    "torch.nn.AvgPool2d": _pool(
        "AvgPool2d", "ceil_mode=ceil_mode, count_include_pad=count_include_pad, divisor_override=divisor_override"
    ),
    "torch.nn.Dropout": "nn.Dropout(p=default(p, 0.5))",
    "torch.nn.Dropout1d": "nn.Dropout1d(p=default(p, 0.5))",
    "torch.nn.Dropout2d": "nn.Dropout2d(p=default(p, 0.5))",
    "torch.nn.Dropout3d": "nn.Dropout3d(p=default(p, 0.5))",
    "torch.nn.GELU": "nn.GELU(approximate=mapped(approximate, {'none': False, 'tanh': True}, False))",
    "torch.nn.Softmax": "refuse('`dim` is to be given') if not given(dim) else nn.Softmax(axis=dim)",
    "torch.nn.LogSoftmax": "refuse('`dim` is to be given') if not given(dim) else nn.LogSoftmax(axis=dim)",
    "torch.nn.LeakyReLU": "nn.LeakyReLU(alpha=default(negative_slope, 0.01))",
    "torch.nn.ELU": "nn.ELU() if known(alpha, 1.0, 1) else refuse('`alpha` is always 1 in MindSpore')",
    "torch.nn.PReLU": "nn.PReLU(channel=num_parameters, w=init)",
    "torch.nn.Hardswish": "nn.HSwish()",
    "torch.nn.Hardsigmoid": "nn.HSigmoid()",
    "torch.nn.Softplus": ("mint.nn.Softplus(beta, threshold)"),
    "torch.nn.Embedding": "nn.Embedding(num_embeddings, embedding_dim, padding_idx=padding_idx)",
    "torch.nn.Flatten": "nn.Flatten(start_dim=start_dim, end_dim=end_dim)",
    "torch.nn.Sequential": "nn.SequentialCell(args)",
    "torch.nn.ModuleList": "nn.CellList(listed(modules)) if given(modules) else nn.CellList()",
    "torch.nn.Parameter": "ms.Parameter(data, requires_grad=requires_grad)",
    "torch.nn.LSTM": (
        "nn.LSTM(input_size, hidden_size, num_layers=num_layers, has_bias=bias, batch_first=batch_first, "
        "dropout=dropout, bidirectional=bidirectional)"
    ),
    "torch.nn.GRU": (
        "nn.GRU(input_size, hidden_size, num_layers=num_layers, has_bias=bias, batch_first=batch_first, "
        "dropout=dropout, bidirectional=bidirectional)"
    ),
    # ------------------------------------------------------------ functions
    "torch.max": (
        "ops.amax(input) if not given(dim) and not given(other) else ops.maximum(input, other) if given(other) else "
        "ops.max(input, axis=dim, keepdims=keepdim) if isa(dim, 'int') else ops.maximum(input, dim)"
    ),
    "torch.min": (
        "ops.amin(input) if not given(dim) and not given(other) else ops.minimum(input, other) if given(other) else "
        "ops.min(input, axis=dim, keepdims=keepdim) if isa(dim, 'int') else ops.minimum(input, dim)"
    ),
    "torch.var": (
        "ops.var(input, axis=dim, ddof=correction, keepdims=keepdim) if given(correction) else "
        "ops.var(input, axis=dim, ddof=mapped(unbiased, {True: 1, False: 0}, 1), keepdims=keepdim)"
    ),
    "torch.std": (
        "ops.std(input, axis=dim, ddof=correction, keepdims=keepdim) if given(correction) else "
        "ops.std(input, axis=dim, ddof=mapped(unbiased, {True: 1, False: 0}, 1), keepdims=keepdim)"
    ),
    "torch.zeros": "ops.zeros(packed(size), dtype=dtype)",
    "torch.ones": "ops.ones(packed(size), dtype=dtype)",
    "torch.rand": "ops.rand(size, dtype=dtype)",
    "torch.randn": "ops.randn(size, dtype=dtype)",
    "torch.empty": "ops.zeros(packed(size), dtype=dtype)",
    "torch.full": "ops.full(size, fill_value, dtype=dtype)",
    "torch.tensor": "ms.tensor(data, dtype=dtype)",
    "torch.meshgrid": "ops.meshgrid(tensors, indexing=default(indexing, 'ij'))",
    "torch.from_numpy": "ms.Tensor(ndarray)",
    "torch.flatten": "ops.flatten(input, start_dim=default(start_dim, 0), end_dim=end_dim)",
    "torch.nn.functional.dropout": "ops.dropout(input, p=p, training=training)",
    "torch.nn.functional.normalize": (
        "input / ops.norm(input, ord=2, dim=default(dim, 1), keepdim=True).clamp(1e-12)"
        " if known(p, 2, 2.0) and known(eps, 1e-12) else refuse('only the second norm is written')"
    ),
    "torch.nn.functional.interpolate": (
        "ops.interpolate(input, size=size, mode=mode, align_corners=align_corners) if given(size) else "
        "ops.interpolate(input, scale_factor=floated(scale_factor), mode=mode, align_corners=align_corners, "
        "recompute_scale_factor=True)"
    ),
    # ------------------------------------------------------------ methods of tensors
    "torch.Tensor.size": "self.shape[dim] if given(dim) else self.shape",
    "torch.Tensor.dim": "self.ndim",
    "torch.Tensor.ndimension": "self.ndim",
    "torch.Tensor.numel": "self.size",
    "torch.Tensor.nelement": "self.size",
    "torch.Tensor.transpose": "self.swapaxes(dim0, dim1)",
    "torch.Tensor.t": "self.swapaxes(0, 1)",
    "torch.Tensor.max": (
        "self.max() if not given(dim) and not given(other) else ops.maximum(self, other) if given(other) else "
        "ops.max(self, axis=dim, keepdims=keepdim) if isa(dim, 'int') else ops.maximum(self, dim)"
    ),
    "torch.Tensor.min": (
        "self.min() if not given(dim) and not given(other) else ops.minimum(self, other) if given(other) else "
        "ops.min(self, axis=dim, keepdims=keepdim) if isa(dim, 'int') else ops.minimum(self, dim)"
    ),
    "torch.Tensor.var": (
        "self.var(axis=dim, ddof=correction, keepdims=keepdim) if given(correction) else "
        "self.var(axis=dim, ddof=mapped(unbiased, {True: 1, False: 0}, 1), keepdims=keepdim)"
    ),
    "torch.Tensor.std": (
        "self.std(axis=dim, ddof=correction, keepdims=keepdim) if given(correction) else "
        "self.std(axis=dim, ddof=mapped(unbiased, {True: 1, False: 0}, 1), keepdims=keepdim)"
    ),
    "torch.Tensor.expand": "self.broadcast_to(packed(size))",
    "torch.Tensor.repeat": "self.tile(packed(repeats))",
    "torch.Tensor.view": "self.view(shape)",
    "torch.Tensor.softmax": "ops.softmax(self, axis=dim)",
    "torch.Tensor.log_softmax": "ops.log_softmax(self, axis=dim)",
    "torch.Tensor.norm": (
        "ops.norm(self, ord=default(p, 2), dim=dim, keepdim=keepdim) if known(p, 2, 2.0, 'fro') else "
        "refuse('only the second norm is written')"
    ),
    "torch.Tensor.detach": "ops.stop_gradient(self)",
    "torch.Tensor.contiguous": "self.contiguous()",
    "torch.Tensor.cuda": "self",
    "torch.Tensor.cpu": "self",
    "torch.Tensor.numpy": "self.asnumpy()",
    "torch.Tensor.tolist": "self.asnumpy().tolist()",
    "torch.Tensor.clone": "self.copy()",
    "torch.Tensor.type": "self.astype(dtype)",
    "torch.Tensor.double": "self.astype(ms.float64)",
    "torch.Tensor.type_as": "self.astype(other.dtype)",
    "torch.Tensor.new_zeros": "ops.zeros(packed(size), dtype=default(dtype, self.dtype))",
    "torch.Tensor.new_ones": "ops.ones(packed(size), dtype=default(dtype, self.dtype))",
}

#: Classes that are only named, to be called elsewhere: those that take torch's arguments.
REFERENCES: dict[str, str] = {
    "torch.nn.Module": "nn.Cell",
    "torch.nn.BatchNorm2d": "nn.BatchNorm2d",
    "torch.nn.BatchNorm1d": "nn.BatchNorm1d",
    "torch.nn.Linear": "mint.nn.Linear",
    "torch.nn.Conv2d": "mint.nn.Conv2d",
    "torch.nn.LayerNorm": "mint.nn.LayerNorm",
    "torch.nn.GELU": "mint.nn.GELU",
    "torch.nn.Hardswish": "nn.HSwish",
    "torch.nn.Hardsigmoid": "nn.HSigmoid",
    "torch.nn.Identity": "nn.Identity",
    "torch.nn.Mish": "nn.Mish",
    "torch.nn.ReLU": "nn.ReLU",
    "torch.nn.ReLU6": "nn.ReLU6",
    "torch.nn.SiLU": "nn.SiLU",
    "torch.nn.Sigmoid": "nn.Sigmoid",
    "torch.nn.Tanh": "nn.Tanh",
    "torch.Tensor": "ms.Tensor",
    "torch.FloatTensor": "ms.Tensor",
    "torch.LongTensor": "ms.Tensor",
}

#: Methods of torch's Module and what they are on a Cell, ``{}`` for the object; where only the name changes, the name.
MODULE_NAMES = {"train": "set_train"}
MODULE_TEXTS = {
    "eval": "{}.set_train(False)",
    "modules": "[cell for _, cell in {}.cells_and_names()]",
    "named_modules": "{}.cells_and_names()",
    "children": "{}.cells()",
    "named_children": "{}.name_cells().items()",
    "parameters": "{}.get_parameters()",
    "named_parameters": "{}.parameters_and_names()",
    "cuda": "{}",
    "cpu": "{}",
}
