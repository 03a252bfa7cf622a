"""What the callables of MindSpore, torch and numpy give back: one tensor, several, or something else.

Read off the documentation of MindSpore 2.10 and torch 2.13; kept by hand until signatures have return types.
"""

from __future__ import annotations

#: Cells that take one tensor and give one tensor with the same first axis.
ONE_TO_ONE_CELLS = frozenset(
    "mindspore.nn." + name
    for name in (
        "Dense Conv1d Conv2d Conv3d Conv1dTranspose Conv2dTranspose Conv3dTranspose BatchNorm1d BatchNorm2d "
        "BatchNorm3d SyncBatchNorm GroupNorm LayerNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d MaxPool1d "
        "AvgPool1d AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d Dropout Dropout1d "
        "Dropout2d Dropout3d ReLU ReLU6 LeakyReLU PReLU ELU CELU SELU GELU FastGelu SiLU Mish HSwish HSigmoid "
        "Hardtanh Sigmoid LogSigmoid Tanh Softplus Softsign Softmax LogSoftmax Softmax2d Embedding Flatten "
        "PixelShuffle PixelUnshuffle Upsample"
    ).split()
)
ONE_TO_ONE_MODULES = frozenset(
    "torch.nn." + name
    for name in (
        "Linear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d BatchNorm1d BatchNorm2d "
        "BatchNorm3d SyncBatchNorm GroupNorm LayerNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d AvgPool1d "
        "AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d Dropout Dropout1d Dropout2d "
        "Dropout3d ReLU ReLU6 LeakyReLU PReLU ELU CELU SELU GELU SiLU Mish Hardswish Hardsigmoid Hardtanh Sigmoid "
        "LogSigmoid Tanh Softplus Softsign Softmax LogSoftmax Softmax2d Embedding Flatten PixelShuffle "
        "PixelUnshuffle Upsample Identity"
    ).split()
)
#: Cells that take a prediction and what is to be predicted, and give a tensor.
LOSSES = frozenset(
    "mindspore.nn." + name
    for name in (
        "BCELoss BCEWithLogitsLoss CosineEmbeddingLoss CrossEntropyLoss CTCLoss DiceLoss FocalLoss GaussianNLLLoss "
        "HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MAELoss MarginRankingLoss MSELoss MultiClassDiceLoss "
        "MultilabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss PoissonNLLLoss RMSELoss SmoothL1Loss "
        "SoftMarginLoss SoftmaxCrossEntropyWithLogits TripletMarginLoss"
    ).split()
)
#: Methods of a network, of torch's and of MindSpore's, that give the network itself.
RETURN_SELF = frozenset(
    "apply bfloat16 cpu cuda double eval float half requires_grad_ set_grad set_train to to_float train".split()
)
#: Methods of a dataset that give a dataset whose turns are alike: tuples of tensors.
DATASET_STEPS = frozenset(
    "batch bucket_batch_by_length filter map padded_batch project rename repeat shuffle skip take".split()
)
#: Functions and Tensor methods that give several tensors, Python values, or either by their arguments.
NOT_ONE_TENSOR = frozenset(
    "split chunk unbind unstack tensor_split hsplit vsplit dsplit array_split max min sort topk median mode kthvalue "
    "unique unique_consecutive nonzero where meshgrid broadcast_tensors histogram frexp aminmax cummax cummin "
    "svd eig eigh qr lu slogdet lstsq std_mean var_mean size dim numel nelement item tolist numpy asnumpy stride "
    "shape ndimension element_size get_device data_ptr storage is_contiguous is_floating_point is_complex "
    "is_tensor equal allclose type dtype backward register_hook requires_grad_ result_type can_cast "
    "promote_types seed manual_seed initial_seed load save compile vmap grad value_and_grad vjp jvp jacrev "
    "typename set_default_dtype get_default_dtype is_grad_enabled is_inference iinfo finfo rank tuple_to_array "
    "print_ assign batch_norm is_same_size tril_indices Generator no_grad enable_grad device".split()
)
CREATORS = frozenset(
    "tensor zeros ones empty full rand randn randint randperm arange linspace logspace eye from_numpy as_tensor "
    "zeros_like ones_like empty_like full_like rand_like randn_like cat concat stack einsum".split()
)
FUNCTIONS = frozenset(
    "relu relu6 leaky_relu elu celu selu prelu gelu silu mish hardswish hardsigmoid hardtanh sigmoid log_sigmoid "
    "tanh softmax log_softmax softplus softsign glu dropout dropout2d dropout3d layer_norm batch_norm group_norm "
    "dense linear conv1d conv2d conv3d avg_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d "
    "interpolate l2_normalize pad one_hot cross_entropy nll_loss mse_loss l1_loss smooth_l1_loss binary_cross_entropy "
    "binary_cross_entropy_with_logits kl_div pixel_shuffle pixel_unshuffle grid_sample normalize embedding "
    "stop_gradient bias_add cast mat_mul matmul batch_mat_mul reduce_sum reduce_mean reduce_max reduce_min transpose "
    "reshape".split()
)
NUMPY_ARRAYS = frozenset(
    "array asarray zeros ones empty full arange linspace eye zeros_like ones_like concatenate stack tile repeat "
    "reshape transpose expand_dims squeeze exp sqrt log abs clip random.rand random.randn random.randint "
    "random.uniform random.normal ascontiguousarray vstack hstack full_like maximum minimum power".split()
)
#: Functions of MindSpore that change nothing: all they do is their result.
PURE_FUNCTIONS = frozenset(
    "abs absolute acos acosh adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d "
    "adaptive_max_pool2d add addbmm addcdiv addcmul addmm addmv addn addr all amax amin aminmax any arange arccos "
    "arcsin arctan arctan2 argmax argmin argsort asin asinh atan atan2 atanh avg_pool1d avg_pool2d avg_pool3d baddbmm "
    "batch_mat_mul bernoulli bias_add bitwise_and bitwise_or bitwise_xor block_diag bmm broadcast_to bucketize cast "
    "cat cdist ceil celu channel_shuffle chunk clamp clip clip_by_global_norm clip_by_norm clip_by_value concat conv1d "
    "conv2d conv3d cos cosh cosine_similarity cross cross_entropy cummax cummin cumprod cumsum dense det diag "
    "diag_embed diagonal diff div divide dot dropout dropout2d einsum elu equal erf erfc erfinv exp expand_dims expm1 "
    "eye fast_gelu flatten flip fliplr flipud floor floor_divide floor_mod fmod fold full full_like gather gather_d "
    "gather_elements gather_nd gelu glu greater greater_equal grid_sample group_norm gumbel_softmax hardshrink "
    "hardsigmoid hardswish hardtanh heaviside hypot index_add index_fill index_select interpolate inverse isclose "
    "isfinite isinf isnan kl_div kron l1_loss layer_norm leaky_relu lerp less less_equal linspace log log10 log1p log2 "
    "log_softmax logaddexp logical_and logical_not logical_or logical_xor logit logsigmoid logsumexp lrn masked_fill "
    "masked_select matmul matrix_power max max_pool2d max_pool3d maximum mean median meshgrid min minimum mish mm "
    "moveaxis movedim mse_loss mul multinomial multiply mv nan_to_num nansum narrow neg negative nll_loss nonzero norm "
    "not_equal one_hot ones ones_like outer pad permute pixel_shuffle pixel_unshuffle pow prelu prod quantile range "
    "ravel reciprocal reduce_max reduce_mean reduce_min reduce_sum relu relu6 remainder renorm repeat_elements "
    "repeat_interleave reshape reverse roll rot90 round rsqrt scatter searchsorted select selu sigmoid sign silu sin "
    "sinh slice smooth_l1_loss softmax softmin softplus softshrink softsign sort split sqrt square squeeze stack std "
    "stop_gradient strided_slice sub subtract sum swapaxes swapdims take tan tanh tensor_scatter_add "
    "tensor_scatter_div tensor_scatter_elements tensor_scatter_max tensor_scatter_min tensor_scatter_mul "
    "tensor_scatter_sub tensor_scatter_update threshold tile topk trace transpose tril triu trunc unbind unfold unique "
    "unsorted_segment_sum unsqueeze unstack upsample var var_mean where xlogy zeros zeros_like".split()
)
PURE_METHODS = frozenset(
    "abs absolute acos acosh add addbmm addcdiv addcmul addmm addmv addr all amax amin any argmax argmin argsort asin "
    "asinh astype atan atan2 atanh baddbmm bernoulli bitwise_and bitwise_not bitwise_or bitwise_xor bmm bool "
    "broadcast_to ceil chunk clamp clip clone contiguous copy copysign cos cosh cross cummax cummin cumprod cumsum "
    "diag diagonal diff digamma div divide dot double eq equal erf erfc erfinv exp expand expand_as expand_dims expm1 "
    "fill fill_diagonal flatten flip fliplr flipud float float_power floor floor_divide fmod frac gather "
    "gather_elements gather_nd ge greater greater_equal gt half heaviside hypot index_add index_fill index_put "
    "index_select int inverse isclose isfinite isinf isnan kthvalue le lerp less less_equal lgamma log log10 log1p "
    "log2 logaddexp logical_and logical_not logical_or logical_xor logit logsumexp long lt masked_fill masked_scatter "
    "masked_select matmul max maximum mean median min minimum mm moveaxis movedim msort mul multinomial multiply "
    "nan_to_num nansum narrow ne neg negative nextafter norm not_equal permute pow prod quantile ravel reciprocal "
    "remainder renorm repeat repeat_interleave reshape reshape_as reverse roll rot90 round rsqrt scatter scatter_add "
    "scatter_div scatter_max scatter_min scatter_mul scatter_sub select sgn short sigmoid sign sin sinh softmax sort "
    "split sqrt square squeeze std sub subtract sum swapaxes swapdims t take tan tanh tile to topk trace transpose "
    "tril triu true_divide trunc type_as unbind unfold unique unsqueeze var view view_as where xlogy".split()
)
