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
    "abs absolute add addmm amax amin argmax argmin argsort batch_mat_mul bias_add bmm broadcast_to cast cat ceil "
    "chunk clamp clip clip_by_global_norm clip_by_norm clip_by_value concat cos cumsum dense div divide dropout "
    "einsum equal erf exp expand_dims flatten flip floor full_like gather gather_d gather_elements gather_nd gelu "
    "greater greater_equal index_add index_select interpolate layer_norm leaky_relu less less_equal log "
    "log_softmax logical_and logical_not logical_or masked_fill masked_select matmul max maximum mean min minimum "
    "mul multiply neg norm not_equal one_hot ones_like pad permute pow prelu prod reduce_max reduce_mean "
    "reduce_min reduce_sum relu relu6 reshape roll round rsqrt scatter select sigmoid sign silu sin softmax "
    "softplus sort split sqrt square squeeze stack std stop_gradient strided_slice sub subtract sum swapaxes tanh "
    "tensor_scatter_add tensor_scatter_elements tensor_scatter_update tile topk transpose tril triu unsqueeze "
    "unstack var where zeros_like".split()
)
PURE_METHODS = frozenset(
    "abs add argmax argmin astype bool broadcast_to chunk clamp clip clone contiguous copy cumsum div exp expand "
    "expand_as expand_dims flatten flip float floor gather half index_select int log long masked_fill matmul max "
    "mean min mul norm permute pow repeat reshape roll round scatter sigmoid softmax sort split sqrt square "
    "squeeze std sub sum swapaxes tile to topk transpose tril triu unsqueeze var view".split()
)
