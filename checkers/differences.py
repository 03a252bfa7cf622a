"""Rules that read the table of differences: one for each shape that a difference has.

What a row says lies in ``ms_lint/knowledge/facts/differences``; the rule adds what it found here: the user's
own words and values, the origin, the versions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, CallFix
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.catalog import Bound
from ms_lint.knowledge.differences import Difference, is_between, names_for, rows_of
from ms_lint.messages import Message, placeholders, say, sentences
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.conditions import Given, every, holds
from ms_lint.semantics.guards import is_guarded
from ms_lint.semantics.observer import Call
from ms_lint.semantics.origin import origin_around, original_of
from ms_lint.semantics.uses import uses
from ms_lint.semantics.values import Constant, Instance, Member, Value

from .arguments import confidence_of, is_number, owner_of, same_text
from .handed_layers import HANDED_DOWN
from .originals import given, original_layer
from .reductions import is_reduced
from .row_fixes import fix_of
from .wording import versions_as_words

#: What C makes: its parameters are not in the catalog, or not all.
_UNREADABLE = frozenset({"mindspore.Tensor"})
#: Attributes and methods that make no sense of a tuple.
_OF_TUPLES = ("count", "index")


#: In a condition: the code asks for the version of MindSpore that runs it.
_ASKS_VERSION = r"__version__|\b(?:ms|mindspore)_?version|version\.parse|LooseVersion"


class _FromTable(Rule):
    """A rule that reads the table; its ``calls`` are the names that its rows speak of."""

    confidence = Confidence.LIKELY

    def check_call(self, call: Call) -> Iterator[Problem]:
        for row in rows_of(call.qualified_name, self.code):
            problem = _judge(row, call, self.severity)
            if problem is not None:
                yield problem


def _judge(row: Difference, call: Call, severity: Severity) -> Optional[Problem]:
    """What a row says of a call; None where the difference is not there, or cannot be told."""
    versions = call.module.catalog.versions
    affected = [version for version in versions if is_between(version, row.since, row.until)]
    if not affected:
        return None
    origin = None
    if row.origin != "any":
        origin = origin_around(call.module, owner_of(call))
        if (origin.framework if origin is not None else "unknown") != row.origin:
            return None
    if not _condition_holds(row, call) or (row.mode == "graph" and not _may_be_compiled(call)):
        return None
    if row.unseen and _is_seen(row.unseen, call):
        return None
    if row.unless and _original_has(row.unless, call):
        return None
    if is_guarded(call.module, call.node, _ASKS_VERSION, ()):
        return None
    words = _Words(call)
    message: str = _filled(row.message, words)
    suggestion: Optional[str] = _filled(row.suggestion, words) if row.suggestion else None
    fix = fix_of(row, call)
    theirs = _number_of_original(row, call)
    if theirs is not None:
        name, number = theirs
        message = say("{message.open}, and the original has {number}.", message=message, number=number)
        suggestion = say("Add `{name}={number}`.", name=name, number=number)
        fix = CallFix(call).put(name, number).rewrite(AS_ORIGINAL)
    if origin is not None:
        message = say("{message.open} ({evidence}).", message=message, evidence=origin.evidence)
    if len(affected) < len(versions):
        message = sentences(message, say("So it is in {versions}.", versions=versions_as_words(affected)))
        severity = Severity.WARNING
    return Problem(
        call.node,
        message,
        suggestion,
        confidence=_confidence(row, call),
        severity=Severity(row.severity) if row.severity else severity,
        origin=origin,
        fix=fix,
    )


def _may_be_compiled(call: Call) -> bool:
    """Whether a call stands in a method of a Cell other than ``__init__``, or in a function that is decorated with
    ``jit``."""
    function = call.function
    while function is not None:
        if function.cls is not None:
            return function.cls.kind == "cell" and function.name != "__init__"
        if any("jit" in ast.unparse(item) for item in getattr(function.node, "decorator_list", ())):
            return True
        function = function.scope.function
    return False


def _confidence(row: Difference, call: Call) -> Confidence:
    """The row's own; else proved where neither the origin nor a value is a matter of inference."""
    if row.seen and _original_says(row.seen, call):
        return Confidence.LIKELY
    if row.confidence:
        return Confidence(row.confidence)
    if row.origin != "any" or call.inferred or row.result:
        return Confidence.LIKELY
    names = [name for table in row.when for key in table for name in key.split("/") if not name.isdigit()]
    return confidence_of(call, *names) or Confidence.PROVED


# ---------------------------------------------------------------- conditions


def _condition_holds(row: Difference, call: Call) -> bool:
    bound = _bound(call)
    if bound is None:
        if (
            call.attempts and call.qualified_name not in _UNREADABLE
        ):  # no form of it accepts the call: MSL2xx speaks of it
            return False
    elif not bound.fits:
        return False
    if not any(every(holds(wanted, _given(call, key)) for key, wanted in table.items()) for table in row.when):
        return False
    if row.made and not _made_so(row.made, call):
        return False
    return not row.result or any(_is_used(wanted, use) for use in _uses(call) for wanted in row.result)


def _bound(call: Call) -> Optional[Bound]:
    return None if call.qualified_name in _UNREADABLE else call.bound


def _given(call: Call, key: str) -> Given:
    """An argument by its name, by one of several names (``axis/dim``), or by its position (``0``); ``receiver`` is
    what a method is called on."""
    bound, owner = _bound(call), owner_of(call)
    positions = {id(argument): index for index, argument in enumerate(call.node.args)}
    is_open = bool(bound and bound.star) or any(isinstance(item, ast.Starred) for item in call.node.args)
    for name in key.split("/"):
        if name == "receiver":
            if isinstance(call.callee, Member) and isinstance(call.node.func, ast.Attribute):
                return Given(call.callee.owner, owner=owner, expression=call.node.func.value)
        elif name.isdigit():
            value = call.arguments.get(int(name)) if not is_open else None
            if value is not None:
                return Given(value, True, False, owner, call.node.args[int(name)])
        elif bound is None:
            value = call.arguments.get(name)
            if value is not None:
                return Given(value, False, owner=owner)
        elif name in bound.arguments:
            expression = bound.arguments[name]
            return Given(call.value_of(expression), id(expression) in positions, False, owner, expression)
    return Given(None, is_open=is_open or any(keyword.arg is None for keyword in call.node.keywords))


def _made_so(conditions: Mapping[str, Any], call: Call) -> bool:
    """Whether the instance that is called was made with such arguments."""
    instance = call.callee
    if not isinstance(instance, Instance) or instance.call is None or not isinstance(instance.of, str):
        return False
    for overloads in reversed(call.module.catalog.signatures(instance.of)):
        for signature in overloads:
            bound = signature.bind(instance.call)
            if bound.fits:
                return bool(every(holds(wanted, _given_to(instance, bound, key)) for key, wanted in conditions.items()))
    return False


def _given_to(instance: Instance, bound: Bound, name: str) -> Given:
    assert instance.call is not None
    expression = bound.arguments.get(name)
    for index, argument in enumerate(instance.call.args):
        if argument is expression:
            return Given(instance.arguments.get(index), True, bound.star)
    for keyword in instance.call.keywords:
        if keyword.value is expression:
            return Given(instance.arguments.get(name), False, bound.star)
    return Given(None, is_open=bound.star)


def _uses(call: Call) -> list[tuple[str, Any]]:
    return uses(call.module, call.function, call.node)


def _is_used(wanted: Any, use: tuple[str, Any]) -> bool:
    """Whether a use is the one that a row names: a word (``tensor`` stands for all that only a tensor is good
    for), or a table of the word and its number or name: ``{ unpacked = 2 }``."""
    word, detail = use
    if wanted == "tensor":
        return word == "computed" or (word == "attribute" and detail not in _OF_TUPLES)
    if isinstance(wanted, Mapping) and word in ("into", "named"):
        return word in wanted and re.search(wanted[word], str(detail)) is not None
    if isinstance(wanted, Mapping):
        return any(
            word == key and (detail in value if isinstance(value, list) else detail == value)
            for key, value in wanted.items()
        )
    return bool(word == wanted)


def _original_has(unless: Mapping[str, Any], call: Call) -> bool:
    """Whether the layer that this one was ported from is given what MindSpore has by default."""
    listed = _layers_named(unless)
    names = [name.replace("tensorflow.keras.", root) for name in listed for root in ("tensorflow.keras.", "keras.")]
    original = original_layer(call, tuple(names))
    layers = original.layers if original.layer is None else (original.layer,)
    if len(listed) > 1 and original.owner is not None and not layers:
        return True  # what the original has there is of its own making
    values = [given(layer, unless["position"], unless["name"], original.owner) for layer in layers]
    return any(found is None or unless["is"] in found for found in values)


def _is_seen(pattern: str, call: Call) -> bool:
    """Whether the file, or the class that this one was ported from, has such code, in upper or lower case."""
    owner = owner_of(call)
    original = original_of(owner) if owner is not None else None
    lines = (
        [] if original is None else original.module.source.lines[original.node.lineno - 1 : original.node.end_lineno]
    )
    return re.search(pattern, "\n".join([call.module.source.code, *lines]), re.IGNORECASE) is not None


def _layers_named(unless: Mapping[str, Any]) -> list[str]:
    return unless["layer"] if isinstance(unless["layer"], list) else [unless["layer"]]


def _number_of_original(row: Difference, call: Call) -> Optional[tuple[str, str]]:
    """The parameter of a row and the number that the original layer gives it, where that is not torch's default."""
    put = row.fix.get("put", {}) if row.fix else {}
    if not row.unless or len(put) != 1:
        return None
    original = original_layer(call, tuple(_layers_named(row.unless)))
    if original.layer is None:
        return None
    values = given(original.layer, row.unless["position"], row.unless["name"], original.owner)
    if values is None or len(values) != 1 or not is_number(values[0]):
        return None
    name, default = next(iter(put.items()))
    return None if same_text(default, values[0]) else (name, f"{values[0]:g}".replace("e-0", "e-"))


def _original_says(pattern: str, call: Call) -> bool:
    """Whether the class that this one was ported from, or a comment of the module, has such code."""
    owner = owner_of(call)
    original = original_of(owner) if owner is not None else None
    if original is not None:
        lines = original.module.source.lines[original.node.lineno - 1 : original.node.end_lineno]
        return any(re.search(pattern, line) for line in lines)
    comments = (line.partition("#")[2] for line in call.module.source.lines if "#" in line)
    return any(re.search(pattern, comment) for comment in comments)


# ---------------------------------------------------------------- words


class _Shown:
    """An argument in a message: as it is written, with its value as ``{name.value}`` and, for a share, the
    other share as ``{name.rest}``."""

    def __init__(self, text: str, value: Optional[Value]) -> None:
        self.text = text
        self._value = value.value if isinstance(value, Constant) else None

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> str:
        """The value where it is known, else the text."""
        if self._value is None or same_text(self.text, self._value):
            return self.text
        return say("{text} (here {value})", text=self.text, value=repr(self._value))

    @property
    def rest(self) -> str:
        """1 minus it."""
        is_written = is_number(self._value) and same_text(self.text, self._value)
        return f"{1 - self._value:g}" if is_written and self._value is not None else f"1 - {self.text}"


def _filled(template: str, words: _Words) -> Message:
    """A text of a row with the words of a call."""
    fields = {}
    for placeholder in placeholders(template):
        name, _, form = placeholder.partition(".")
        word = words[name]
        fields[placeholder] = getattr(word, form) if form else word if isinstance(word, str) else str(word)
    return Message(template, fields)


class _Words(dict[str, Any]):
    """The fields of messages: ``call``, ``arguments``, ``receiver``, and every parameter by its name; ``argument_0``
    and so on where the names are not known."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.subject = call

    def __missing__(self, name: str) -> Any:
        call = self.subject
        if name == "call":
            return call.text
        if name == "arguments":
            return ", ".join(
                [
                    *(call.module.text_of(argument) for argument in call.node.args),
                    *(
                        f"{keyword.arg}={text}" if keyword.arg else f"**{text}"
                        for keyword in call.node.keywords
                        for text in [call.module.text_of(keyword.value)]
                    ),
                ]
            )
        if name == "receiver":
            func = call.node.func
            return call.module.text_of(func.value) if isinstance(func, ast.Attribute) else call.text
        expression = call.expression(name)
        if expression is not None:
            return _Shown(call.module.text_of(expression), call.argument(name))
        if name.startswith("argument_"):
            expression = call.node.args[int(name[len("argument_") :])]
            return _Shown(call.module.text_of(expression), call.value_of(expression))
        defaults = [p.default for signature, _ in call.attempts for p in signature.parameters if p.name == name]
        return _Shown(next((text for text in reversed(defaults) if text is not None), name), None)


# ---------------------------------------------------------------- the rules


class LayerDefault(_FromTable):
    """A layer without an argument whose default is not that of the layer it was ported from.

    The line looks the same in both frameworks, and it runs. Write the original's value out: then the layer
    is the same, and the next reader sees that it is meant.

    ```python
    nn.LeakyReLU()  # torch: slope 0.01
    nn.LeakyReLU(0.01)  # mindspore: 0.2 without it
    ```
    """

    code = "MSL310"
    name = "layer-default"
    fix = Applicability.UNSAFE
    calls = names_for(code)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not (call.by_default and call.qualified_name in HANDED_DOWN):  # MSL325 speaks of the default itself
            yield from super().check_call(call)


class LayerArgument(_FromTable):
    """A layer whose argument means something else than in the layer it was ported from.

    The name or the place of a parameter is the same, what it does is not.

    ```python
    nn.Dense(8, 4, False)  # torch's Linear: no bias. MindSpore: all weights are 0, and there is a bias
    nn.Dense(8, 4, has_bias=False)
    ```
    """

    code = "MSL311"
    name = "layer-argument"
    fix = Applicability.SAFE
    calls = names_for(code)


class OperatorDefault(_FromTable):
    """A function or method without an argument whose default is not the original's.

    ```python
    x.std(1)  # torch divides by n - 1, MindSpore by n
    x.std(1, ddof=1)
    ```
    """

    code = "MSL401"
    name = "operator-default"
    fix = Applicability.UNSAFE
    calls = names_for(code)


class OperatorArgument(_FromTable):
    """A function or method whose argument means something else than in the original.

    ```python
    ops.norm(x, 2)  # torch: the length of all numbers; MindSpore: the largest singular value of a matrix
    ops.norm(x.reshape(-1), 2)
    ```
    """

    code = "MSL402"
    name = "operator-argument"
    fix = Applicability.UNSAFE
    calls = names_for(code)


class ReturnValue(_FromTable):
    """A function or operator that returns something else than the original: a pair, or another order.

    It is said where the result is used as the original's would be.

    ```python
    ops.max(x) * 2  # a pair of value and index, where torch has a tensor
    ops.amax(x) * 2
    ```
    """

    code = "MSL403"
    name = "return-value"
    fix = Applicability.UNSAFE
    calls = names_for(code)


class AxisOrLayout(_FromTable):
    """A function or operator that works along another axis than the original, or lays its result out otherwise.

    ```python
    ops.median(x)  # torch: of all numbers; MindSpore: along the last axis
    ops.median(x.reshape(-1))
    ```
    """

    code = "MSL404"
    name = "axis-or-layout"
    fix = Applicability.SAFE
    calls = names_for(code)


class Reduction(_FromTable):
    """A loss that reduces otherwise than the original.

    Where MindSpore gives one loss a sample and the original gave their mean, the gradient is that of the sum:
    the step grows with the batch.

    ```python
    nn.SmoothL1Loss()  # torch: the mean; MindSpore: one loss a number
    nn.SmoothL1Loss(reduction='mean')
    ```
    """

    code = "MSL405"
    name = "loss-reduction"
    fix = Applicability.SAFE
    calls = names_for(code)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not is_reduced(call):
            yield from super().check_call(call)


class ResultType(_FromTable):
    """A result of another type (dtype) than the original's.

    ```python
    ops.full((2, 2), float('-inf'))  # MindSpore: int64, and the infinity is a very large negative number
    ops.full((2, 2), float('-inf'), dtype=ms.float32)
    ```
    """

    code = "MSL407"
    name = "result-dtype"
    fix = Applicability.SAFE
    calls = names_for(code)


class ForeignCallForm(_FromTable):
    """A call in the original's form, which MindSpore reads otherwise or refuses.

    ```python
    ops.zeros(2, 3)  # the second argument is the dtype: it raises
    ops.zeros((2, 3))
    ```
    """

    code = "MSL408"
    name = "foreign-call-form"
    fix = Applicability.SAFE
    calls = names_for(code)


class OtherOperation(_FromTable):
    """A function of the same name that computes something else.

    ```python
    ops.gather(x, index, 1)  # whole slices along the axis; torch picks single elements
    ops.gather_elements(x, 1, index)
    ```
    """

    code = "MSL409"
    name = "other-operation"
    fix = Applicability.UNSAFE
    calls = names_for(code)


class TrainingDefault(_FromTable):
    """An optimizer, initializer, schedule or dataset without an argument whose default is not the original's.

    ```python
    nn.SGD(params)  # torch: learning rate 0.001; MindSpore: 0.1
    nn.SGD(params, learning_rate=0.001)
    ```
    """

    code = "MSL801"
    name = "training-default"
    fix = Applicability.UNSAFE
    calls = names_for(code)


class TrainingArgument(_FromTable):
    """An argument of training code that means something else than in the original.

    ```python
    Normal(0.0, 0.02)  # torch: mean, deviation; MindSpore: deviation, mean
    Normal(sigma=0.02, mean=0.0)
    ```
    """

    code = "MSL802"
    name = "training-argument"
    fix = Applicability.UNSAFE
    calls = names_for(code)
