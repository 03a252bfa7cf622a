"""MSL42x: what goes into a loss: labels of the wrong type or in the wrong place, outputs activated twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import AS_ORIGINAL, RAISES, spelled
from ms_lint.findings import Applicability, Confidence
from ms_lint.knowledge.differences import is_between
from ms_lint.messages import say
from ms_lint.place_fix import around, replaced, swapped, with_keyword
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics import dtypes
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around
from ms_lint.semantics.values import Constant, Instance, Sequence, Tensor, Value, alternatives

from .arguments import owner_of

#: What a loss wants as its first argument.
_LOGITS_OF_CLASSES = frozenset(
    "mindspore.nn.CrossEntropyLoss mindspore.nn.SoftmaxCrossEntropyWithLogits mindspore.ops.cross_entropy "
    "mindspore.ops.SoftmaxCrossEntropyWithLogits mindspore.ops.SparseSoftmaxCrossEntropyWithLogits "
    "mindspore.mint.nn.CrossEntropyLoss mindspore.mint.nn.functional.cross_entropy".split()
)
_LOGITS_OF_ONE = frozenset(
    "mindspore.nn.BCEWithLogitsLoss mindspore.ops.binary_cross_entropy_with_logits mindspore.ops.BCEWithLogitsLoss "
    "mindspore.ops.SigmoidCrossEntropyWithLogits mindspore.mint.nn.BCEWithLogitsLoss "
    "mindspore.mint.nn.functional.binary_cross_entropy_with_logits".split()
)
_PROBABILITIES = frozenset(
    "mindspore.nn.BCELoss mindspore.ops.binary_cross_entropy mindspore.ops.BinaryCrossEntropy "
    "mindspore.mint.nn.BCELoss mindspore.mint.nn.functional.binary_cross_entropy".split()
)
_LOG_PROBABILITIES = frozenset(
    "mindspore.nn.NLLLoss mindspore.ops.nll_loss mindspore.ops.NLLLoss mindspore.mint.nn.NLLLoss "
    "mindspore.mint.nn.functional.nll_loss mindspore.nn.KLDivLoss mindspore.ops.kl_div mindspore.ops.KLDivLoss".split()
)
_NLL = "mindspore.nn.NLLLoss"
_LOSSES = _LOGITS_OF_CLASSES | _LOGITS_OF_ONE | _PROBABILITIES | _LOG_PROBABILITIES

_WRAPPERS = ("mindspore.nn.WithLossCell", "mindspore.Model", "mindspore.train.Model")
_SEQUENTIAL = "mindspore.nn.SequentialCell"
_SOFTMAX, _LOG_SOFTMAX, _SIGMOID, _RAW = (
    say("a softmax"),
    say("a log-softmax"),
    say("a sigmoid"),
    say("a layer without an activation"),
)
_KINDS = {
    **dict.fromkeys(("softmax", "Softmax"), _SOFTMAX),
    **dict.fromkeys(("log_softmax", "LogSoftmax"), _LOG_SOFTMAX),
    **dict.fromkeys(("sigmoid", "Sigmoid"), _SIGMOID),
    **dict.fromkeys(("Dense", "Linear", "dense", "Conv1d", "Conv2d", "Conv3d"), _RAW),
}
_ROOTS = (
    "mindspore.nn",
    "mindspore.ops",
    "mindspore.mint",
    "mindspore.mint.nn",
    "mindspore.mint.nn.functional",
    "mindspore.Tensor",
)


def _calls(losses: frozenset[str]) -> tuple[str, ...]:
    """The names under which a loss is called: of a function its own, of an instance of a class ``.__call__``."""
    return tuple(sorted(name + ".__call__" if name.rpartition(".")[2][0].isupper() else name for name in losses))


def _loss_of(call: Call) -> str:
    return call.qualified_name.removesuffix(".__call__")


def _argument(call: Call, position: int, *names: str) -> tuple[Optional[ast.expr], Optional[Value]]:
    """An argument of a loss by its position or one of its names, with its value."""
    if len(call.node.args) > position:
        expression: ast.expr = call.node.args[position]
        if any(isinstance(item, ast.Starred) for item in call.node.args[: position + 1]):
            return None, None
        return expression, call.value_of(expression)
    for keyword in call.node.keywords:
        if keyword.arg in names:
            return keyword.value, call.value_of(keyword.value)
    return None, None


_PREDICTION = ("logits", "input", "inputs", "x")
_TARGET = ("labels", "target", "label")


# ---------------------------------------------------------------- labels


class LabelType(Rule):
    """Labels of a type that the loss refuses.

    The losses of MindSpore are strict where torch converts:

    - `nn.CrossEntropyLoss` wants class numbers as int32 and refuses int64, the type of torch's labels and of numpy's
      integers; `ops.cross_entropy` takes both.
    - `nn.SoftmaxCrossEntropyWithLogits` wants one-hot labels of the type of the logits unless `sparse=True` is given.
    - The binary losses want targets of the type of the logits, not integers or booleans.

    ```python
    nn.CrossEntropyLoss()(logits, labels.astype(ms.int32))
    nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction='mean')(logits, labels)
    nn.BCEWithLogitsLoss()(logits, labels.astype(ms.float32))
    ```
    """

    code = "MSL420"
    name = "label-type"
    fix = Applicability.SAFE
    calls = _calls(
        frozenset({_NLL, "mindspore.nn.CrossEntropyLoss", "mindspore.nn.SoftmaxCrossEntropyWithLogits"})
        | {name for name in _LOGITS_OF_ONE | _PROBABILITIES if ".mint." not in name}
    )

    def check_call(self, call: Call) -> Iterator[Problem]:
        expression, value = _argument(call, 1, *_TARGET)
        if expression is None or not isinstance(value, Tensor) or value.framework != "mindspore" or value.dtype is None:
            return
        text, loss = call.module.text_of(expression), _loss_of(call)
        name = _shown_loss(call, loss)
        if loss in ("mindspore.nn.CrossEntropyLoss", _NLL):
            old = all(is_between(version, "", "2.0.0") for version in call.module.catalog.versions)
            if value.dtype == "int64" and (old or loss != _NLL):
                yield Problem(
                    expression,
                    say(
                        "`{text}` is int64; `{name}` takes class numbers as int32 only and raises a TypeError.",
                        text=text,
                        name=name,
                    ),
                    say(
                        "Write `{cast}.astype(mindspore.int32)`, or use `ops.{function}`.",
                        cast=_cast(text),
                        function="nll_loss" if loss == _NLL else "cross_entropy",
                    ),
                    fix=_converted(call, expression, "int32"),
                )
        elif loss == "mindspore.nn.SoftmaxCrossEntropyWithLogits":
            if dtypes.is_integer(value.dtype) and _is_sparse(call.callee) is False:
                yield Problem(
                    expression,
                    say(
                        "`{text}` is {dtype}; `{name}` takes one-hot labels of the type of the logits unless it "
                        "is made with `sparse=True`, and raises a TypeError.",
                        text=text,
                        dtype=value.dtype,
                        name=name,
                    ),
                    say(
                        "Write `nn.{loss}(sparse=True, ...)` for class numbers.",
                        loss=loss.rpartition(".")[2],
                    ),
                    fix=_sparse(call),
                )
        elif dtypes.is_integer(value.dtype) or value.dtype == "bool":
            yield Problem(
                expression,
                say(
                    "`{text}` is {dtype}; `{name}` takes targets of the type of its input and raises a TypeError.",
                    text=text,
                    dtype=value.dtype,
                    name=name,
                ),
                say("Write `{cast}.astype(mindspore.float32)`.", cast=_cast(text)),
                fix=_converted(call, expression, "float32"),
            )


def _converted(call: Call, expression: ast.expr, dtype: str) -> Optional[Rewrite]:
    needed = set[str]()
    name = spelled(call.module, f"mindspore.{dtype}", needed)
    return around(call.module, expression, "", f".astype({name})", RAISES, needed)


def _sparse(call: Call) -> Optional[Rewrite]:
    """The fix where the loss is made, in this file."""
    made = call.callee.call if isinstance(call.callee, Instance) else None
    if made is None or made not in call.module.parents:
        return None
    return with_keyword(call.module, made, "sparse=True", RAISES)


def _cast(text: str) -> str:
    return text if re.fullmatch(r"[\w.]+(\([^()]*\)|\[[^\[\]]*\])*", text) else f"({text})"


def _shown_loss(call: Call, loss: str) -> str:
    """The loss by its name, where the variable that holds it does not tell."""
    name = ("ops." if loss.startswith("mindspore.ops.") else "nn.") + loss.rpartition(".")[2]
    return call.text if loss.rpartition(".")[2] in call.text else name


def _is_sparse(loss: Value) -> Optional[bool]:
    if not isinstance(loss, Instance):
        return None
    value = loss.arguments.get("sparse", loss.arguments.get(0, Constant(False)))
    return value.value if isinstance(value, Constant) and isinstance(value.value, bool) else None


_LABEL_WORDS = re.compile(r"(^|_)(labels?|targets?|gt|gts|y_true|truths?|ground_truth|one_?hot)(_|$|\d)")
_OUTPUT_WORDS = re.compile(r"(^|_)(logits?|preds?|predictions?|predicted|outputs?|y_pred|y_hat|scores?|probs?)(_|$|\d)")


class LossArgumentsSwapped(Rule):
    """A loss is given the labels first and the output second.

    TensorFlow's losses take the labels first (`loss(y_true, y_pred)`), MindSpore's take the output of the network
    first, as torch's do. Class numbers in the place of the logits raise; one-hot labels or probabilities
    do not, and the gradient goes the wrong way.

    What is what is told by the names of the variables and the types of the tensors.

    ```python
    loss_fn(labels, logits)  # TensorFlow
    loss_fn(logits, labels)  # mindspore
    ```
    """

    code = "MSL421"
    name = "loss-arguments-swapped"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = _calls(_LOSSES)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if len(call.node.args) < 2:
            return
        (first, first_value), (second, second_value) = _argument(call, 0), _argument(call, 1)
        if first is None or second is None:
            return
        labels, output = _words(first), _words(second)
        by_name = _is_label(labels) and not _is_output(labels) and _is_output(output) and not _is_label(output)
        by_type = _is_whole(first_value) and isinstance(second_value, Tensor) and dtypes.is_float(second_value.dtype)
        if not by_name and not by_type:
            return
        texts = [call.module.text_of(item) for item in (first, second)]
        yield Problem(
            call.node,
            say(
                "`{loss}` takes the output of the network first and the labels second; here `{first}` comes first.",
                loss=_shown_loss(call, _loss_of(call)),
                first=texts[0],
            ),
            say(
                "Write `{call}({arguments})`.",
                call=call.text,
                arguments=", ".join([texts[1], texts[0], *["..."] * (len(call.node.args) > 2)]),
            ),
            fix=swapped(call.module, first, second, AS_ORIGINAL),
        )


def _words(expression: ast.expr) -> str:
    """The name that says what an expression is: the last part of a path, or the first of a chain of calls."""
    while True:
        if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
            expression = expression.func.value  # `labels.astype(...)`: what it is called on
        elif isinstance(expression, ast.Subscript):
            expression = expression.value
        else:
            break
    if isinstance(expression, ast.Name):
        return expression.id.lower()
    return expression.attr.lower() if isinstance(expression, ast.Attribute) else ""


def _is_label(word: str) -> bool:
    return _LABEL_WORDS.search(word) is not None


def _is_output(word: str) -> bool:
    return _OUTPUT_WORDS.search(word) is not None


def _is_whole(value: Optional[Value]) -> bool:
    return isinstance(value, Tensor) and dtypes.is_integer(value.dtype)


# ---------------------------------------------------------------- activations


class ActivationBeforeLoss(Rule):
    """A loss that activates its input is given one that is activated already, or the other way round.

    `nn.CrossEntropyLoss` and `nn.SoftmaxCrossEntropyWithLogits` apply a softmax, `nn.BCEWithLogitsLoss` a sigmoid. A
    network that ends in one has it applied twice: it still learns, slowly, and never gets sure of anything.
    Keras's losses take probabilities unless told `from_logits=True`, so ports of such models have the layer at
    the end. `nn.NLLLoss` and `nn.KLDivLoss` want the logarithm of probabilities, `nn.BCELoss` probabilities.

    What the network ends in is followed through `construct`, `nn.SequentialCell`, `nn.WithLossCell` and `Model`.

    ```python
    return self.softmax(self.fc(x))  # and then nn.CrossEntropyLoss()
    return self.fc(x)
    ```
    """

    code = "MSL422"
    name = "activation-before-loss"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = (*_calls(_LOSSES), *_WRAPPERS)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name in _WRAPPERS:
            yield from self._check_wrapper(call)
            return
        expression, value = _argument(call, 0, *_PREDICTION)
        if expression is not None and value is not None:
            kinds = {_kind_of_tensor(item) for item in alternatives(value)}
            yield from self._judge(call, expression, kinds, _loss_of(call), f"`{call.module.text_of(expression)}`")

    def _check_wrapper(self, call: Call) -> Iterator[Problem]:
        network, network_value = _argument(call, 0, "backbone", "network")
        _, loss = _argument(call, 1, "loss_fn")
        if network is None or not isinstance(network_value, Instance) or not isinstance(loss, Instance):
            return
        if isinstance(loss.of, str):
            name = call.module.canonical(loss.of)
            kinds = {_kind_of_cell(network_value, call)}
            yield from self._judge(
                call, network, kinds, name, say("the output of {network}", network=call.module.text_of(network))
            )

    def _judge(
        self, call: Call, place: ast.expr, kinds: set[Optional[str]], loss: str, shown: str
    ) -> Iterator[Problem]:
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is None:
            return
        name = _shown_loss(call, loss) if call.qualified_name not in _WRAPPERS else f"nn.{loss.rpartition('.')[2]}"
        confidence = None
        if loss in _LOGITS_OF_CLASSES and kind in (_SOFTMAX, _SIGMOID):
            said = say(
                "`{name}` applies a softmax itself, and {shown} comes out of {kind} already.",
                name=name,
                shown=shown,
                kind=kind,
            )
            suggestion = say("Give it the logits: leave the activation to the evaluation.")
            origin = origin_around(call.module, owner_of(call))
            if origin is not None and origin.framework == "torch":
                confidence = Confidence.POSSIBLE  # torch's loss does the same: perhaps the original is so too
        elif loss in _LOGITS_OF_ONE and kind in (_SOFTMAX, _SIGMOID):
            said = say(
                "`{name}` applies a sigmoid itself, and {shown} comes out of {kind} already.",
                name=name,
                shown=shown,
                kind=kind,
            )
            suggestion = say("Give it the logits, or use `nn.BCELoss`.")
        elif loss in _LOG_PROBABILITIES and kind in (_SOFTMAX, _SIGMOID, _RAW):
            said = say(
                "`{name}` takes the logarithm of probabilities, and {shown} comes out of {kind}.",
                name=name,
                shown=shown,
                kind=kind,
            )
            suggestion = say("End in a log-softmax: `nn.LogSoftmax(axis=-1)`, `ops.log_softmax(x, -1)`.")
        elif loss in _PROBABILITIES and kind in (_RAW, _LOG_SOFTMAX):
            said = say(
                "`{name}` takes probabilities, from 0 to 1, and {shown} comes out of {kind}.",
                name=name,
                shown=shown,
                kind=kind,
            )
            suggestion = say("End in a sigmoid, or use `nn.BCEWithLogitsLoss`.")
        else:
            return
        fix = _without_activation(call, place) if loss in _LOGITS_OF_CLASSES | _LOGITS_OF_ONE else None
        yield Problem(place, said, suggestion, confidence=confidence, fix=fix)


def _without_activation(call: Call, place: ast.expr) -> Optional[Rewrite]:
    """The fix of a loss that is given the call of an activation function as it stands."""
    if not isinstance(place, ast.Call) or not isinstance(place.func, ast.Attribute) or not place.args:
        return None
    if place.func.attr not in ("softmax", "sigmoid") or not isinstance(place.func.value, ast.Name):
        return None
    if place.func.value.id not in ("ops", "F", "mint") or isinstance(place.args[0], ast.Starred):
        return None
    text = call.module.text_of(place.args[0])
    return replaced(call.module, place, text, say("the loss activates its input itself"))


def _kind_of_tensor(value: Value) -> Optional[str]:
    """What a tensor came out of; None where that says nothing."""
    if not isinstance(value, Tensor) or value.framework != "mindspore":
        return None
    root, _, leaf = value.source.rpartition(".")
    return _KINDS.get(leaf) if root in _ROOTS else None


def _kind_of_cell(cell: Instance, call: Call) -> Optional[str]:
    """What the output of a Cell comes out of."""
    if isinstance(cell.of, ClassInfo):
        entry = cell.of.entry
        if entry is None:
            return None
        cell.of.module.follow_class(cell.of)
        if not entry.followed or not entry.returns:
            return None
        kinds = {_kind_of_tensor(value) for _, value in entry.returns}
        return kinds.pop() if len(kinds) == 1 else None
    name = call.module.canonical(cell.of)
    if name == _SEQUENTIAL:
        last = _last_layer(cell)
        return _kind_of_cell(last, call) if last is not None else None
    root, _, leaf = name.rpartition(".")
    return _KINDS.get(leaf) if root in _ROOTS else None


def _last_layer(cell: Instance) -> Optional[Instance]:
    """The last layer of a SequentialCell, given one by one or in a list."""
    given: list[Union[int, str]] = [key for key in cell.arguments if isinstance(key, int)]
    if not given or cell.call is None or any(isinstance(item, ast.Starred) for item in cell.call.args):
        return None
    last = cell.arguments[max(given, key=lambda key: int(key))]
    if isinstance(last, Sequence) and last.kind == "list" and last.items:
        last = last.items[-1]
    return last if isinstance(last, Instance) else None
