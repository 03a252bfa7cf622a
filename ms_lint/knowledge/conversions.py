"""Forms of calls whose parameters alone do not tell how torch's call is written in MindSpore: kept by hand.

``ms_lint/conversion/forms.py`` says how a form is read. Each was run beside torch's with MindSpore 2.10.0 and torch
2.13.0 by ``tools/measure_conversion.py``; the names that no form is needed for are in the table of counterparts. For
versions that lack a name or a keyword of a form there is none.
"""

from __future__ import annotations

from ms_lint.knowledge import tensorflow_conversions

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
    if axes == "2d":  # the usual one: what `output_padding` adds is what is not cut off on one side
        one = text.format("pad_mode='pad', padding=(1, 0, 1, 0), ")
        usual = "known(output_padding, 1) and known(padding, 1) and ignored(output_padding, padding)"
        refused = f"{one} if {usual} else {refused}"
    plain = "known(output_padding, 0)"
    return f"{valid} if {plain} and known(padding, 0) else {padded} if {plain} else {refused}"


def _pool(name: str, plain: str, padded: str) -> str:
    """``plain`` says when nothing but the kernel and the stride is given: MindSpore takes all else with 'pad' only."""
    text = f"nn.{name}(kernel_size, stride=copied(stride, kernel_size)"
    return f"{text}) if known(padding, 0) and {plain} else {text}, pad_mode='pad', padding=padding, {padded})"


def _convolved(axes: str) -> str:
    """The function of a convolution."""
    text = f"ops.conv{axes}(input, weight, bias, stride=stride, {{0}}dilation=dilation, groups=groups)"
    valid, named = text.format(""), text.format("pad_mode=plain(padding), ")
    padded = text.format("pad_mode='pad', padding=padding, ")
    return f"{valid} if known(padding, 0) else {named} if known(padding, 'same', 'valid') else {padded}"


def _attention() -> str:
    """The attention written out, by what is given of mask, scale and dropout."""
    product = "query @ key.swapaxes(-2, -1)"
    future = "ops.triu(ops.full((query.shape[-2], key.shape[-2]), float('-inf'), dtype=query.dtype), 1)"
    forms = []
    for is_masked, mask in (
        ("known(is_causal, True) and ignored(is_causal) and not given(attn_mask)", "({0} + " + future + ")"),
        ("given(attn_mask) and bools(attn_mask)", "({0}).masked_fill(ops.logical_not(attn_mask), float('-inf'))"),
        (
            "given(attn_mask) and optional(attn_mask) and floats(attn_mask)",
            "{0} + (0 if attn_mask is None else attn_mask)",
        ),
        ("given(attn_mask) and floats(attn_mask)", "{0} + attn_mask"),
        ("not given(attn_mask)", "{0}"),
    ):
        for is_scaled, weight in (("given(scale)", "* scale"), ("not given(scale)", "/ query.shape[-1] ** 0.5")):
            soft = f"ops.softmax({mask.format(f'{product} {weight}')}, axis=-1)"
            forms.append(f"{soft} @ value if {is_masked} and {is_scaled} and known(dropout_p, 0.0, 0)")
            forms.append(f"ops.dropout({soft}, p=dropout_p) @ value if {is_masked} and {is_scaled}")
    return " else ".join(forms) + " else refuse('the mask says which values count')"


_ADAM = "lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize"
_SCHEDULES = {
    "StepLR": "step_size, gamma=gamma",
    "MultiStepLR": "milestones, gamma=gamma",
    "ExponentialLR": "gamma",
    "CosineAnnealingLR": "T_max, eta_min=eta_min",
    "CosineAnnealingWarmRestarts": "T_0, T_mult=T_mult, eta_min=eta_min",
    "LinearLR": "start_factor=start_factor, end_factor=end_factor, total_iters=total_iters",
    "ConstantLR": "factor=factor, total_iters=total_iters",
    "PolynomialLR": "total_iters=total_iters, power=power",
    "LambdaLR": "lr_lambda",
    "MultiplicativeLR": "lr_lambda",
}


def _optimizer(name: str, arguments: str) -> str:
    """Those of ``mindspore.experimental.optim`` compute what torch's do, and have its schedulers."""
    return f"optim.{name}(listed(params), {arguments})"


def _first_values(made: str) -> str:
    """New first values of a Parameter."""
    return f"tensor.set_data(ms.common.initializer.initializer({made}, tensor.shape, tensor.dtype))"


_NORM = (
    "nn.BatchNorm{n}(num_features, eps=eps, momentum=one_minus(momentum), affine=affine, "
    "use_batch_statistics=mapped(track_running_stats, {{False: True, True: None}}))"
)
_MAX = "known(ceil_mode, False) and known(dilation, 1) and known(return_indices, False)"
_MAX_ARGUMENTS = "dilation=dilation, return_indices=return_indices, ceil_mode=ceil_mode"
_COUNTED = "count_include_pad=count_include_pad"
FORMS: dict[str, str] = {
    **tensorflow_conversions.FORMS,
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
        "refuse('for several axes `begin_norm_axis` depends on the input') if length(normalized_shape, 2, 3, 4) else "
        "nn.LayerNorm(tuple_of(normalized_shape), epsilon=default(eps, 1e-05))"
    ),
    "torch.nn.GroupNorm": "nn.GroupNorm(num_groups, num_channels, eps=eps, affine=affine)",
    "torch.nn.MaxPool1d": _pool("MaxPool1d", _MAX, _MAX_ARGUMENTS),
    "torch.nn.MaxPool2d": _pool("MaxPool2d", _MAX, _MAX_ARGUMENTS),
    "torch.nn.AvgPool1d": _pool("AvgPool1d", "known(ceil_mode, False)", "ceil_mode=ceil_mode, " + _COUNTED),
    "torch.nn.AvgPool2d": _pool(
        "AvgPool2d",
        "known(ceil_mode, False) and known(divisor_override, None)",
        f"ceil_mode=ceil_mode, {_COUNTED}, divisor_override=divisor_override",
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
    "torch.nn.Embedding": "nn.Embedding(num_embeddings, embedding_dim, padding_idx=padding_idx)",
    "torch.nn.Flatten": "nn.Flatten(start_dim=start_dim, end_dim=end_dim)",
    "torch.nn.Sequential": "nn.SequentialCell(args)",
    "torch.nn.Sequential.add_module": "self.append(module) if ignored(name) else refuse('')",
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
    "torch.nn.Upsample": (
        "refuse('the weights of bicubic are other ones in MindSpore') if known(mode, 'bicubic') else "
        "nn.Upsample(size=size, mode=mode, align_corners=align_corners) if given(size) else "
        "nn.Upsample(scale_factor=floated(scale_factor), mode=mode, align_corners=align_corners, "
        "recompute_scale_factor=True)"
    ),
    "torch.nn.UpsamplingBilinear2d": (
        "nn.Upsample(size=size, mode='bilinear', align_corners=True) if given(size) else "
        "nn.Upsample(scale_factor=floated(scale_factor), mode='bilinear', align_corners=True, "
        "recompute_scale_factor=True)"
    ),
    # ------------------------------------------------------------ optimizers and their schedules
    "torch.optim.SGD": _optimizer(
        "SGD",
        "lr=default(lr, 0.001), momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov, "
        "maximize=maximize",
    ),
    "torch.optim.Adam": _optimizer("Adam", _ADAM),
    "torch.optim.AdamW": _optimizer("AdamW", _ADAM),
    "torch.optim.RMSprop": _optimizer(
        "RMSprop",
        "lr=lr, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum, centered=centered, "
        "maximize=maximize",
    ),
    "torch.optim.Adagrad": _optimizer(
        "Adagrad",
        "lr=lr, lr_decay=lr_decay, weight_decay=weight_decay, initial_accumulator_value=initial_accumulator_value, "
        "eps=eps, maximize=maximize",
    ),
    **{
        f"torch.optim.lr_scheduler.{name}": f"optim.lr_scheduler.{name}(optimizer, {arguments}, last_epoch=last_epoch)"
        for name, arguments in _SCHEDULES.items()
    },
    "torch.nn.Bilinear": "nn.BiDense(in1_features, in2_features, out_features, has_bias=bias)",
    # ------------------------------------------------------------ first values
    "torch.nn.init.constant": _first_values("val"),
    "torch.nn.init.zeros_": _first_values("'zeros'"),
    "torch.nn.init.ones_": _first_values("'ones'"),
    "torch.nn.init.normal": _first_values(
        "ms.common.initializer.Normal(sigma=default(std, 1.0), mean=default(mean, 0.0))"
    ),
    "torch.nn.init.trunc_normal_": _first_values(
        "ms.common.initializer.TruncatedNormal(sigma=default(std, 1.0), mean=default(mean, 0.0), a=a, b=b)"
    ),
    "torch.nn.init.xavier_uniform": _first_values("ms.common.initializer.XavierUniform(gain=gain)"),
    "torch.nn.init.xavier_normal": _first_values("ms.common.initializer.XavierNormal(gain=gain)"),
    "torch.nn.init.kaiming_normal": _first_values(
        "ms.common.initializer.HeNormal(negative_slope=a, mode=mode, nonlinearity=nonlinearity)"
    ),
    "torch.nn.init.kaiming_uniform": _first_values(
        "ms.common.initializer.HeUniform(negative_slope=a, mode=mode, nonlinearity=nonlinearity)"
    ),
    "torch.nn.init.uniform": (  # ``Uniform`` has one bound for both sides
        "tensor.set_data(ops.rand(tensor.shape, dtype=tensor.dtype)) if not given(a) and not given(b) else "
        "tensor.set_data(ops.uniform(tensor.shape, ms.Tensor(default(a, 0.0), tensor.dtype), "
        "ms.Tensor(default(b, 1.0), tensor.dtype)))"
    ),
    "torch.nn.init.eye": _first_values("ms.common.initializer.Identity()"),
    "torch.nn.init.dirac": _first_values("ms.common.initializer.Dirac(groups=groups)"),
    "torch.nn.init.sparse": _first_values("ms.common.initializer.Sparse(sparsity, sigma=default(std, 0.01))"),
    "torch.nn.init.orthogonal": _first_values("ms.common.initializer.Orthogonal(gain=gain)"),
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
    "torch.full": (
        "ops.full(size, fill_value, dtype=dtype) if given(dtype) else "
        "ops.full(size, fill_value, dtype=default(dtype, ms.float32)) if isa(fill_value, 'float') else "
        "ops.full(size, fill_value, dtype=default(dtype, ms.int64)) if isa(fill_value, 'int') else "
        "refuse('its dtype is not known')"
    ),
    "torch.arange": "ops.arange(start, end, step, dtype=dtype) if given(start) else ops.arange(end, dtype=dtype)",
    "torch.randint": (
        "ops.randint(low, high, size, dtype=dtype) if given(low) else ops.randint(0, high, size, dtype=dtype)"
    ),
    "torch.normal": (
        "ops.normal(shape=size, mean=mean, stddev=std) if given(size) else refuse('the shape is not given')"
    ),
    "torch.FloatTensor": "ms.Tensor(data, ms.float32) if isa(data, 'tuple') else refuse('these are sizes')",
    "torch.LongTensor": "ms.Tensor(data, ms.int64) if isa(data, 'tuple') else refuse('these are sizes')",
    "torch.as_tensor": "ms.tensor(data, dtype=dtype)",
    "torch.device": "ms.get_context('device_target') if ignored(type, index) else refuse('')",
    "torch.cuda.is_available": "ms.get_context('device_target') != 'CPU'",
    "torch.jit.is_scripting": "False",
    "torch.jit.is_tracing": "False",
    "torch.nn.functional.softmax": "ops.softmax(input, axis=dim) if given(dim) else refuse('`dim` is to be given')",
    "torch.nn.functional.log_softmax": (
        "ops.log_softmax(logits=input, axis=dim) if given(dim) else refuse('`dim` is to be given')"
    ),
    "torch.transpose": "ops.swapaxes(input, dim0, dim1)",
    "torch.dot": "ops.tensor_dot(input, tensor, 1)",
    "torch.diag": "refuse('of a vector it is `ops.diag`, of a matrix `ops.diagonal`')",
    "torch.equal": "bool(ops.equal(input, other).all())",
    "torch.roll": "ms.numpy.roll(input, shifts, axis=dims)",
    "torch.unique": "refuse('MindSpore gives a pair, and not in order')",
    "torch.median": (
        "ops.median(input, axis=dim, keepdims=keepdim) if given(dim) else ops.median(input.reshape(-1))[0]"
    ),
    "torch.logspace": "ops.logspace(floated(start), floated(end), steps, base=base, dtype=dtype)",
    "torch.bernoulli": "refuse('the probability is an argument of its own in MindSpore')",
    "torch.bincount": "ops.bincount(input, weights=weights, minlength=minlength).astype(ms.int64) "
    "if not given(weights) else ops.bincount(input, weights=weights, minlength=minlength)",
    "torch.norm": (
        "ops.norm(input, dim=dim, keepdim=keepdim, dtype=dtype) if known(p, 2, 2.0, 'fro') and ignored(p) else "
        "ops.norm(input, ord=p, dim=dim, keepdim=keepdim, dtype=dtype) if isa(dim, 'int') else "
        "refuse('over several axes `ord` means something else')"
    ),
    "torch.count_nonzero": "(input != 0).sum(axis=dim)",
    "torch.finfo": "np.finfo(ms.dtype_to_nptype(dtype))",
    "torch.flip": "ops.flip(input, dims)",
    "torch.nn.functional.conv1d": _convolved("1d"),
    "torch.nn.functional.conv2d": _convolved("2d"),
    "torch.nn.functional.conv3d": _convolved("3d"),
    "torch.nn.functional.avg_pool1d": (
        "ops.avg_pool1d(input, kernel_size, stride=copied(stride, kernel_size), padding=padding, ceil_mode=ceil_mode, "
        "count_include_pad=count_include_pad)"
    ),
    "torch.nn.functional.avg_pool2d": (
        "ops.avg_pool2d(input, kernel_size, stride=copied(stride, kernel_size), padding=padding, ceil_mode=ceil_mode, "
        "count_include_pad=count_include_pad, divisor_override=divisor_override)"
    ),
    "torch.nn.functional.max_pool1d": "nn.MaxPool1d(kernel_size, stride=copied(stride, kernel_size))(input)",
    "torch.nn.functional.layer_norm": (
        "refuse('for several axes `begin_norm_axis` depends on the input') if length(normalized_shape, 2, 3, 4) else "
        "ops.LayerNorm(begin_norm_axis=-1, begin_params_axis=-1, epsilon=default(eps, 1e-05))(input, weight, bias)[0] "
        "if given(weight) and given(bias) and lone(normalized_shape) else "
        "(input - input.mean(axis=-1, keep_dims=True)) / "
        "ops.sqrt(input.var(axis=-1, ddof=0, keepdims=True) + default(eps, 1e-05)) "
        "if not given(weight) and not given(bias) and lone(normalized_shape) else "
        "refuse('only one of scale and shift is given')"
    ),
    "torch.nn.functional.rms_norm": (
        "input * ops.rsqrt((input * input).mean(axis=-1, keep_dims=True) + default(eps, 1.1920929e-07)) * weight "
        "if given(weight) and lone(normalized_shape) else "
        "input * ops.rsqrt((input * input).mean(axis=-1, keep_dims=True) + default(eps, 1.1920929e-07)) "
        "if lone(normalized_shape) else refuse('for several axes')"
    ),
    "torch.nn.functional.one_hot": (
        "refuse('the number of classes is to be given') if known(num_classes, -1) else ops.one_hot(tensor, num_classes)"
    ),
    "torch.nn.functional.embedding": "ops.gather(weight, input, 0)",
    "torch.nn.functional.scaled_dot_product_attention": (
        "refuse('its heads are grouped') if not known(enable_gqa, False) else "
        "refuse('the mask is to be written out') if not known(is_causal, True, False) else " + _attention()
    ),
    "torch.nn.functional.upsample": (
        "refuse('the weights of bicubic are other ones in MindSpore') if known(mode, 'bicubic') else "
        "ops.interpolate(input, size=size, mode=mode, align_corners=align_corners) if given(size) else "
        "ops.interpolate(input, scale_factor=floated(scale_factor), mode=mode, align_corners=align_corners, "
        "recompute_scale_factor=True)"
    ),
    "torch.nn.functional.cross_entropy": (
        "ops.cross_entropy(input, indices(target), weight=weight, ignore_index=ignore_index, reduction=reduction, "
        "label_smoothing=label_smoothing)"
    ),
    "torch.nn.functional.nll_loss": (
        "ops.nll_loss(input, indices(target), weight=weight, ignore_index=ignore_index, reduction=reduction)"
    ),
    "torch.tensor": "ms.tensor(data, dtype=dtype)",
    "torch.meshgrid": "ops.meshgrid(tensors, indexing=default(indexing, 'ij'))",
    "torch.from_numpy": "ms.Tensor(ndarray)",
    "torch.flatten": "ops.flatten(input, start_dim=default(start_dim, 0), end_dim=end_dim)",
    "torch.nn.functional.dropout": "ops.dropout(input, p=p, training=training)",
    "torch.nn.functional.normalize": (
        "input / ops.norm(input, dim=default(dim, 1), keepdim=True).clamp(1e-12)"
        " if known(p, 2, 2.0) and known(eps, 1e-12) else refuse('only the second norm is written')"
    ),
    "torch.nn.functional.interpolate": (
        "refuse('the weights of bicubic are other ones in MindSpore') if known(mode, 'bicubic') else "
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
        "ops.norm(self, dim=dim, keepdim=keepdim, dtype=dtype) if known(p, 2, 2.0, 'fro') and ignored(p) else "
        "ops.norm(self, ord=p, dim=dim, keepdim=keepdim, dtype=dtype) if isa(dim, 'int') else "
        "refuse('over several axes `ord` means something else')"
    ),
    "torch.Tensor.split": "ops.split(self, split_size, axis=dim)",  # with `dim` graph mode takes another operator
    "torch.Tensor.chunk": "ops.chunk(self, chunks, axis=dim)",
    "torch.Tensor.squeeze": "self.squeeze(dim)",
    "torch.Tensor.roll": "ms.numpy.roll(self, shifts, axis=dims)",
    "torch.Tensor.flip": "self.flip(packed(dims))",
    "torch.Tensor.unflatten": (
        "self.reshape(self.shape[:-1] + packed(sizes)) if known(dim, -1) and ignored(dim) else "
        "refuse('`reshape` takes the whole shape')"
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

#: Methods in place that have no other of the same name: what is bound to the name again.
IN_PLACE: dict[str, str] = {
    "zero_": "ops.zeros_like(self)",
    "fill_": "ops.full_like(self, value)",
    "normal_": "ops.normal(self.shape, default(mean, 0.0), default(std, 1.0))",
    "uniform_": (
        "ops.uniform(self.shape, ms.Tensor(default(low, 0.0), ms.float32), ms.Tensor(default(high, 1.0), ms.float32))"
    ),
}

#: Parameters that torch's own source does not show.
SIGNATURES: dict[str, tuple[str, ...]] = {
    "torch.arange": (
        "end, *, out=None, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False",
        "start, end, step=1, *, out=None, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False",
    ),
    "torch.randint": (
        "high, size, *, generator=None, dtype=None, layout=None, device=None, requires_grad=False",
        "low, high, size, *, generator=None, dtype=None, layout=None, device=None, requires_grad=False",
    ),
    "torch.normal": ("mean, std, size=None, *, generator=None, out=None",),
    "torch.FloatTensor": ("data",),
    "torch.median": ("input, dim=None, keepdim=False, out=None",),
    "torch.LongTensor": ("data",),
    "torch.Tensor.detach": ("",),
    "torch.Tensor.unflatten": ("dim, sizes", "dim, *sizes"),
    "torch.Tensor.flip": ("*dims", "dims"),
    "torch.Tensor.normal": ("mean=0, std=1, *, generator=None",),
    "torch.Tensor.uniform": ("low=0, high=1, *, generator=None",),
    "torch.nn.init.trunc_normal_": ("tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None",),
    "torch.nn.init.zeros_": ("tensor",),
    "torch.nn.init.ones_": ("tensor",),
    "torch.finfo": ("dtype",),
    "torch.device": ("type=None, index=None",),
    "torch.cuda.is_available": ("",),
    "torch.jit.is_scripting": ("",),
    "torch.jit.is_tracing": ("",),
}

#: Losses whose labels are indices of classes: MindSpore refuses int64.
LABELLED = frozenset(("torch.nn.CrossEntropyLoss.__call__", "torch.nn.NLLLoss.__call__"))

#: Classes that are only named, to be called elsewhere: those that take torch's arguments, as far as they are usual.
REFERENCES: dict[str, str] = {
    "torch.nn.Module": "nn.Cell",
    "torch.nn.BatchNorm2d": "nn.BatchNorm2d",
    "torch.nn.BatchNorm1d": "nn.BatchNorm1d",
    "torch.nn.Linear": "nn.Dense",
    "torch.nn.LayerNorm": "lambda shape: nn.LayerNorm((shape,), epsilon=1e-05)",
    "torch.nn.GELU": "lambda: nn.GELU(approximate=False)",
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
#: Classes that one derives from, and that are made in the same way.
BASES: dict[str, str] = {
    "torch.nn.Module": "nn.Cell",
    "torch.nn.Sequential": "nn.SequentialCell",
    "torch.nn.ModuleList": "nn.CellList",
    "torch.nn.ModuleDict": "nn.CellDict",
    "torch.nn.Identity": "nn.Identity",
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
    "state_dict": "{}.parameters_dict()",
    "cuda": "{}",
    "cpu": "{}",
}

#: Names whose hint in the table of counterparts is only about how arguments are called: measured to be the same.
PROVED = frozenset(
    """
torch.add torch.sub torch.gather torch.where torch.nn.functional.leaky_relu torch.nn.functional.max_pool2d
torch.nn.functional.smooth_l1_loss torch.nn.functional.binary_cross_entropy_with_logits torch.nn.functional.kl_div
torch.nn.functional.batch_norm torch.nn.SmoothL1Loss torch.nn.BCELoss torch.nn.KLDivLoss torch.nn.InstanceNorm2d
torch.Tensor.argmax torch.Tensor.any torch.Tensor.flatten torch.Tensor.mean torch.Tensor.sum torch.Tensor.permute
torch.Tensor.item torch.std_mean torch.transpose
""".split()
)

#: What MindSpore 2.10.0 has no kernel for on the CPU (measured).
WITHOUT_CPU = frozenset("nn.InstanceNorm1d nn.InstanceNorm2d nn.InstanceNorm3d ops.einsum ops.quantile".split())
