"""What functions, operators and tensor methods make of shapes, and what they refuse.

One function for each, by the last part of its name, with a short signature that knows the names which the parameters
have in MindSpore, mint and torch. A tensor method is the function with the tensor in front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

from ms_lint.semantics.wiring.binding import assign_parameters
from ms_lint.semantics.wiring.functions.computing import (
    arange,
    batch_matmul,
    both,
    cast,
    extreme,
    filled,
    index_of,
    masked_fill,
    reduced_by,
    unchanged,
    where,
)
from ms_lint.semantics.wiring.functions.images import adaptive_pool, interpolate, pool, resize
from ms_lint.semantics.wiring.functions.joining import chunk, concat, split, split_evenly, stack, unstack
from ms_lint.semantics.wiring.functions.results import Arguments, Use
from ms_lint.semantics.wiring.functions.shapes import (
    broadcast_to,
    expand_dims,
    flatten,
    permute,
    rank_of,
    reshape,
    shape_of,
    size_of,
    squeeze,
    swap,
    tile,
    transpose,
)
from ms_lint.semantics.wiring.model import UNKNOWN

if TYPE_CHECKING:
    from ms_lint.semantics.wiring.state import State


_ELEMENTWISE = (
    "abs acos asin atan ceil celu clamp clip clip_by_value contiguous copy cos cosh deepcopy detach dropout elu erf "
    "erfinv exp expm1 fast_gelu floor gelu hardshrink hardsigmoid hardswish hardtanh isfinite isinf isnan leaky_relu "
    "log log1p log2 log10 log_sigmoid log_softmax logical_not logsigmoid mish neg negative normalize nan_to_num "
    "ones_like prelu rand_like randn_like reciprocal relu relu6 rint round rrelu rsqrt selu sigmoid sign silu sin sinh "
    "softmax softmin softplus softshrink softsign sqrt square stop_gradient tan tanh tanhshrink tril triu trunc "
    "zeros_like zero_like cumsum cumprod roll flip sort_values l2_normalize dropout1d dropout2d dropout3d threshold "
    "alpha_dropout hard_swish hard_sigmoid swish full_like identity"
).split()


_REDUCTIONS = "mean sum prod any all std var logsumexp amax amin median_values nanmean nansum reduce_mean".split()


_TWO = (
    "add sub subtract mul multiply div divide true_divide floor_divide maximum minimum pow remainder fmod atan2 "
    "equal not_equal ne eq gt ge lt le greater greater_equal less less_equal logical_and logical_or logical_xor "
    "bitwise_and bitwise_or floor_div real_div floormod squared_difference xlogy"
).split()


Function = Callable[[Any, Arguments, Use], Any]


FUNCTIONS: dict[str, tuple[str, Function]] = {
    **dict.fromkeys(_ELEMENTWISE, ("tensor|input|x|input_x|self|logits, *rest", unchanged)),
    **dict.fromkeys(
        _REDUCTIONS,
        ("tensor|input|x|input_x|a, axis|dim=None, keep|keep_dims|keepdim|keepdims=False, *rest", reduced_by),
    ),
    **dict.fromkeys(_TWO, ("first|input|x|x1|dividend, second|other|y|x2|exponent, *rest", both)),
    "max": ("tensor|input|x, axis|dim=None, *rest", extreme),
    "min": ("tensor|input|x, axis|dim=None, *rest", extreme),
    "argmax": ("tensor|input|x, axis|dim=-1, keep|keep_dims|keepdim=False, *rest", index_of),
    "argmin": ("tensor|input|x, axis|dim=-1, keep|keep_dims|keepdim=False, *rest", index_of),
    "concat": ("tensors|input_x, axis|dim=0", concat),
    "cat": ("tensors|input_x, axis|dim=0", concat),
    "stack": ("tensors|input_x, axis|dim=0", stack),
    "split": ("tensor|input|x, size|split_size_or_sections|split_size, axis|dim=0", split),
    "chunk": ("tensor|input|x, count|chunks, axis|dim=0", chunk),
    "tensor_split": ("tensor|input|x, count|indices_or_sections, axis|dim=0", chunk),
    "split_evenly": ("tensor|input_x, axis=0, count|output_num=1", split_evenly),
    "unstack": ("tensor|input_x, axis=0", unstack),
    "unbind": ("tensor|input, axis|dim=0", unstack),
    "reshape": ("tensor|input|input_x|x, *shape", reshape),
    "view": ("tensor|input|x, *shape", reshape),
    "flatten": ("tensor|input|x, start|start_dim=1, end|end_dim=-1", flatten),
    "permute": ("tensor|input|x, *order", permute),
    "transpose": ("tensor|input|input_x|x, *order", transpose),
    "swapaxes": ("tensor|input|x, first|axis0|axis1|dim0, second|axis1|axis2|dim1", swap),
    "swapdims": ("tensor|input|x, first|dim0|axis0, second|dim1|axis1", swap),
    "expand_dims": ("tensor|input_x|input|x, axis|dim", expand_dims),
    "unsqueeze": ("tensor|input, axis|dim", expand_dims),
    "squeeze": ("tensor|input|input_x|x, axis|dim=None", squeeze),
    "tile": ("tensor|input|input_x|x, *counts", tile),
    "repeat": ("tensor|input, *counts", tile),
    "broadcast_to": ("tensor|input|x, *shape", broadcast_to),
    "expand": ("tensor|input|x, *shape", broadcast_to),
    "cast": ("tensor|input|input_x|x, *rest", cast),
    "astype": ("tensor, *rest", cast),
    "to": ("tensor, *rest", cast),
    "float": ("tensor", cast),
    "half": ("tensor", cast),
    "where": ("condition, first|input|x, second|other|y", where),
    "select": ("condition, first|input|x, second|other|y", where),
    "masked_fill": ("tensor|input|input_x, mask, value", masked_fill),
    "matmul": ("first|input|x|x1, second|other|y|x2|mat2|tensor2", batch_matmul),
    "mm": ("first|input, second|mat2", batch_matmul),
    "bmm": ("first|input|input_x, second|mat2", batch_matmul),
    "batch_matmul": ("first|x, second|y, transpose_a=False, transpose_b=False", batch_matmul),
    "interpolate": ("tensor|input|x, size=None, scale|scale_factor=None, *rest", interpolate),
    "resize": ("tensor|input_x|x, size, *rest", resize),
    "max_pool2d": (
        "tensor|input|x, kernel|kernel_size, stride=None, padding=0, dilation=1, ceil|ceil_mode=False, *rest",
        pool,
    ),
    "adaptive_avg_pool2d": ("tensor|input, size|output_size", adaptive_pool),
    "adaptive_max_pool2d": ("tensor|input, size|output_size", adaptive_pool),
    "shape": ("tensor|input_x|input", shape_of),
    "size": ("tensor|input, axis|dim=None", size_of),
    "rank": ("tensor|input_x", rank_of),
    "dim": ("tensor", rank_of),
    "zeros": ("*shape", filled),
    "ones": ("*shape", filled),
    "randn": ("*shape", filled),
    "rand": ("*shape", filled),
    "standard_normal": ("*shape", filled),
    "full": ("shape|size, *rest", filled),
    "arange": ("start, stop|end=None, step=1", arange),
}


#: Operator classes of MindSpore: the function, and the parameters of it that the operator is made with.
OPERATORS: dict[str, tuple[str, dict[str, str]]] = {
    "Concat": ("concat", {"axis": "axis"}),
    "Stack": ("stack", {"axis": "axis"}),
    "Unstack": ("unstack", {"axis": "axis"}),
    "Split": ("split_evenly", {"axis": "axis", "output_num": "count"}),
    "Reshape": ("reshape", {}),
    "Flatten": ("flatten", {}),
    "Transpose": ("transpose", {}),
    "ExpandDims": ("expand_dims", {}),
    "Squeeze": ("squeeze", {"axis": "axis"}),
    "Tile": ("tile", {}),
    "BroadcastTo": ("broadcast_to", {"shape": "shape"}),
    "Shape": ("shape", {}),
    "Rank": ("rank", {}),
    "Cast": ("cast", {}),
    "Select": ("where", {}),
    "MaskedFill": ("masked_fill", {}),
    "MatMul": ("batch_matmul", {"transpose_a": "transpose_a", "transpose_b": "transpose_b"}),
    "BatchMatMul": ("batch_matmul", {"transpose_a": "transpose_a", "transpose_b": "transpose_b"}),
    "ReduceMean": ("mean", {"keep_dims": "keep"}),
    "ReduceSum": ("sum", {"keep_dims": "keep"}),
    "ReduceMax": ("amax", {"keep_dims": "keep"}),
    "ReduceMin": ("amin", {"keep_dims": "keep"}),
    "ReduceProd": ("prod", {"keep_dims": "keep"}),
    "ReduceAny": ("any", {"keep_dims": "keep"}),
    "ReduceAll": ("all", {"keep_dims": "keep"}),
    "ResizeNearestNeighbor": ("resize", {"size": "size"}),
    "Zeros": ("zeros", {}),
    "Ones": ("ones", {}),
    "StandardNormal": ("standard_normal", {}),
    **{
        name: (function, {})
        for name, function in (
            pair.split()
            for pair in (
                "Abs abs,Exp exp,Log log,Neg neg,ReLU relu,ReLU6 relu6,Sigmoid sigmoid,Tanh tanh,Softmax softmax,"
                "LogSoftmax log_softmax,GeLU gelu,Sqrt sqrt,Rsqrt rsqrt,Square square,Elu elu,HSwish hardswish,"
                "HSigmoid hardsigmoid,Softplus softplus,Softsign softsign,Mish mish,SeLU selu,OnesLike ones_like,"
                "ZerosLike zeros_like,Sin sin,Cos cos,Erf erf,Floor floor,Round round,Sign sign,PReLU prelu,"
                "LogicalNot logical_not,CumSum cumsum,L2Normalize l2_normalize,Identity identity,TensorAdd add,"
                "Add add,Sub sub,Mul mul,Div div,RealDiv div,FloorDiv floor_divide,Maximum maximum,Minimum minimum,"
                "Equal equal,NotEqual not_equal,Greater greater,GreaterEqual greater_equal,Less less,Pow pow,"
                "LogicalAnd logical_and,LogicalOr logical_or,SquaredDifference squared_difference,LessEqual less_equal"
            ).split(",")
        )
    },
}


def call_function(
    state: State, leaf: str, operation: str, positional: list[Any], keywords: dict[str, Any], use: Use
) -> Any:
    """The result of a function by its last name; UNKNOWN for one that is not modelled."""
    found = FUNCTIONS.get(leaf)
    if found is None:
        return UNKNOWN
    spec, function = found
    if "*" in spec and spec.endswith(("*shape", "*order", "*counts")):
        positional, keywords = _spread(spec, positional, keywords)
    if spec.endswith("*rest"):
        keywords = dict(keywords)
    arguments = assign_parameters(spec, positional, keywords)
    return UNKNOWN if arguments is None else function(state, arguments, use)


#: Keywords of what may also be given one by one.
_SPREAD = {
    "shape": ("shape", "newshape", "size"),
    "order": ("input_perm", "perm", "axes", "axis", "dims", "dim"),
    "counts": ("multiples", "dims", "reps", "repeats"),
}


def _spread(spec: str, positional: list[Any], keywords: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    for name in _SPREAD[spec.rpartition("*")[2]]:
        if name in keywords:
            rest = {key: value for key, value in keywords.items() if key != name}
            return [*positional, keywords[name]], rest
    if spec.startswith("tensor") and "dim0" in keywords and "dim1" in keywords:
        return [*positional, keywords["dim0"], keywords["dim1"]], {}
    return positional, keywords
