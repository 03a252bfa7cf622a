"""Forms of TensorFlow's calls that have the same meaning in MindSpore whatever the layout of images: kept by hand.

Each was run beside TensorFlow's with MindSpore 2.10.0 and TensorFlow 2.21 (``tests/rules/MSL106``). What depends on the
order of channels, or needs the number of input channels, has none.
"""

from __future__ import annotations

_ELEMENTWISE = {
    "abs": "x", "exp": "x", "sqrt": "x", "square": "x", "sign": "x", "floor": "x", "sin": "x", "cos": "x",
    "tanh": "x", "sigmoid": "x", "maximum": "x, y", "minimum": "x, y", "add": "x, y", "subtract": "x, y",
    "multiply": "x, y", "pow": "x, y", "zeros_like": "input", "ones_like": "input",
}  # fmt: skip
_OTHER_NAMES = {"subtract": "sub", "multiply": "mul"}
FORMS: dict[str, str] = {
    **{
        f"tensorflow.{name}": f"ops.{_OTHER_NAMES.get(name, name)}({arguments})"
        for name, arguments in _ELEMENTWISE.items()
    },
    "tensorflow.math.log": "ops.log(x)",
    "tensorflow.nn.relu": "ops.relu(features)",
    "tensorflow.nn.relu6": "ops.relu6(features)",
    "tensorflow.nn.elu": "ops.elu(features)",
    "tensorflow.nn.softplus": "ops.softplus(features)",
    "tensorflow.nn.sigmoid": "ops.sigmoid(x)",
    "tensorflow.nn.tanh": "ops.tanh(x)",
    "tensorflow.nn.leaky_relu": "ops.leaky_relu(features, alpha=default(alpha, 0.2))",
    "tensorflow.nn.softmax": "ops.softmax(logits, axis=default(axis, -1))",
    "tensorflow.nn.log_softmax": "ops.log_softmax(logits, axis=default(axis, -1))",
    "tensorflow.reduce_sum": "ops.sum(input_tensor, dim=axis, keepdim=keepdims)",
    "tensorflow.reduce_mean": "ops.mean(input_tensor, axis=axis, keep_dims=keepdims)",
    "tensorflow.reduce_max": "ops.amax(input_tensor, axis=axis, keepdims=keepdims)",
    "tensorflow.reduce_min": "ops.amin(input_tensor, axis=axis, keepdims=keepdims)",
    "tensorflow.argmax": "ops.argmax(input, dim=default(axis, 0))",
    "tensorflow.argmin": "ops.argmin(input, axis=default(axis, 0))",
    "tensorflow.concat": "ops.concat(values, axis=axis)",
    "tensorflow.stack": "ops.stack(values, axis=axis)",
    "tensorflow.reshape": "ops.reshape(tensor, plain(shape))",
    "tensorflow.expand_dims": "ops.expand_dims(input, axis)",
    "tensorflow.squeeze": "ops.squeeze(input, axis=axis)",
    "tensorflow.matmul": "ops.matmul(a, b)",
    "tensorflow.clip_by_value": "ops.clip_by_value(t, clip_value_min, clip_value_max)",
    "tensorflow.where": "ops.where(condition, x, y) if given(x) else refuse('`ops.nonzero` gives the places')",
    "tensorflow.cumsum": "ops.cumsum(x, default(axis, 0))",
    "tensorflow.keras.layers.ReLU": "nn.ReLU()",
    "tensorflow.keras.layers.Dropout": "nn.Dropout(p=rate)",
    "tensorflow.keras.layers.Softmax": "nn.Softmax(axis=default(axis, -1))",
}
