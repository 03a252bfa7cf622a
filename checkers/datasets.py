"""MSL8xx: datasets in another order, another length, or another range than the original's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import ancestors, followed, target_of
from ms_lint.semantics.values import Constant, FunctionValue, Sequence

from .arguments import is_number
from .networks import origin_of_call, words

_SOURCES = tuple(
    f"mindspore.dataset.{name}"
    for name in (
        "GeneratorDataset NumpySlicesDataset ImageFolderDataset MnistDataset FashionMnistDataset Cifar10Dataset "
        "Cifar100Dataset VOCDataset CocoDataset CelebADataset MindDataset TFRecordDataset CSVDataset TextFileDataset"
    ).split()
)
_EVALUATION = frozenset(
    "eval evaluate evaluation val valid validate validation test tests testing infer predict".split()
)
_TRAINING = frozenset("train training trainset fit".split())


class DatasetShuffled(Rule):
    """A dataset is shuffled because nothing says that it is not to be.

    torch's `DataLoader` and `tf.data` keep the order unless they are asked to shuffle. The sources of
    `mindspore.dataset` with random access shuffle unless they are asked not to: predictions that are
    collected in order no longer belong to the labels or file names beside them.

    ```python
    ds.GeneratorDataset(test_data, ['image', 'label'])
    ds.GeneratorDataset(test_data, ['image', 'label'], shuffle=False)
    ```

    Reported in code that is known to be ported, and not for training data.
    """

    code = "MSL841"
    name = "dataset-shuffled"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = _SOURCES

    def check_call(self, call: Call) -> Iterator[Problem]:
        bound = call.bound
        if (
            bound is None
            or bound.star
            or any(call.expression(name) for name in ("shuffle", "sampler", "batch_sampler"))
        ):
            return
        origin = origin_of_call(call)
        if origin is None:
            return
        found = self._words_around(call)
        is_evaluation = bool(found & _EVALUATION)
        if not is_evaluation and (found & _TRAINING or origin.confidence is not Confidence.PROVED):
            return
        source = call.argument("source")
        if isinstance(source, FunctionValue) and _is_generator(source):
            return  # it can only be read in order
        loader = "torch's `DataLoader`" if origin.framework == "torch" else "`tf.data`"
        yield Problem(
            call.node,
            say(
                "`{call}` shuffles, where {loader} keeps the order ({evidence}).",
                call=call.text,
                loader=loader,
                evidence=origin.evidence,
            ),
            say("Add `shuffle=False`, or `shuffle=True` where that is meant."),
            origin=origin,
            fix=CallFix(call).put("shuffle", "False").rewrite(AS_ORIGINAL),
        )

    def _words_around(self, call: Call) -> set[str]:
        """The words in the names around a call: what it is given, assigned to, and the functions that it is in."""
        texts = [call.module.text_of(argument) for argument in call.node.args[:1]]
        statement = next((item for item in ancestors(call.module, call.node) if isinstance(item, ast.Assign)), None)
        target = target_of(call.module, call.node)
        if target is not None:
            texts.append(call.module.text_of(target))
        elif statement is not None:
            texts += [call.module.text_of(item) for item in statement.targets]
        function = call.function
        while function is not None:
            texts.append(function.name)
            function = function.scope.function
        return {word for text in texts for word in words(text)}


def _is_generator(value: FunctionValue) -> bool:
    return any(isinstance(item, (ast.Yield, ast.YieldFrom)) for item in ast.walk(value.function.node))


class RepeatedEpochs(Rule):
    """A dataset is repeated for all epochs, and then iterated once for each of them.

    `repeat(epochs)` makes one pass over the dataset as long as all epochs. A loop over the epochs, or
    `model.train(epochs, ...)`, then sees the data epochs times epochs.

    ```python
    dataset = dataset.batch(32).repeat(epochs)
    for epoch in range(epochs):
        for images, labels in dataset.create_tuple_iterator():
            ...
    ```

    Leave one of the two out.
    """

    code = "MSL842"
    name = "repeated-epochs"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY

    def check_module(self, module: Module) -> Iterator[Problem]:
        if ".repeat(" not in module.source.code or "mindspore" not in module.source.code:
            return
        for node in ast.walk(module.source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "repeat"):
                continue
            if len(node.args) != 1 or node.keywords or not isinstance(node.args[0], (ast.Name, ast.Attribute)):
                continue
            count = module.text_of(node.args[0])
            if not words(count) & {"epoch", "epochs"} or not self._is_dataset(module, node.func.value):
                continue
            where = self._gone_over_again(module, count)
            if where is not None:
                yield Problem(
                    node,
                    say(
                        "The dataset is repeated `{count}` times, and gone over `{count}` times in line {lineno}.",
                        count=count,
                        lineno=where.lineno,
                    ),
                    say("Leave out `.repeat({count})`.", count=count),
                    fix=replaced(module, node, module.text_of(node.func.value), AS_ORIGINAL),
                )

    def _is_dataset(self, module: Module, node: ast.expr) -> bool:
        return re.search(r"dataset|data_?set|\bds\b|loader|\.batch\(", module.text_of(node), re.IGNORECASE) is not None

    def _gone_over_again(self, module: Module, count: str) -> Optional[ast.expr]:
        """A loop over the same number of epochs with a loop over data in it, or a training of so many."""
        for node in ast.walk(module.source.tree):
            if isinstance(node, ast.For) and isinstance(node.iter, ast.Call) and node.iter.args:
                inner = any(isinstance(item, ast.For) and "data" in module.text_of(item.iter) for item in node.body)
                if inner and module.text_of(node.iter) == f"range({count})":
                    return node.iter
            trains = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "train"
            if isinstance(node, ast.Call) and trains and node.args and module.text_of(node.args[0]) == count:
                return node
        return None


_CHANNELS_FIRST = ("ToTensor", "HWC2CHW")
#: Transforms that leave the range of the pixels, and their layout, as they are.
_KEEP = frozenset(
    (
        "Decode Resize CenterCrop RandomCrop RandomResizedCrop RandomHorizontalFlip RandomVerticalFlip Pad Crop "
        "RandomRotation RandomCropDecodeResize SoftDvppDecodeResizeJpeg RandomColorAdjust ToPIL"
    ).split()
)


class NormalizeRange(Rule):
    """Pixels are normalized in another layout or range than the numbers are meant for.

    `vision.Normalize` wants the channels last unless `is_hwc=False` is given, so that after `ToTensor`
    it raises an error. Before `ToTensor` or `HWC2CHW` the pixels go from 0 to 255, and torch's means
    and deviations, made for 0 to 1, have to be multiplied by 255. And `vision.ToTensor` divides by 255
    whatever it is given, also what was scaled before.

    ```python
    [vision.ToTensor(), vision.Normalize(mean, std)]
    [vision.ToTensor(), vision.Normalize(mean, std, is_hwc=False)]
    ```
    """

    code = "MSL843"
    name = "normalize-range"
    fix = Applicability.SAFE
    calls = ("mindspore.dataset.vision.Normalize", "mindspore.dataset.vision.ToTensor")

    def check_call(self, call: Call) -> Iterator[Problem]:
        steps = call.module.parents.get(call.node)
        if not isinstance(steps, (ast.List, ast.Tuple)):
            return
        names = [self._name(call.module, item) for item in steps.elts]
        at = next(index for index, item in enumerate(steps.elts) if item is call.node)
        before, after = names[:at], names[at + 1 :]
        if None in before:
            return
        if call.qualified_name.endswith("ToTensor"):
            yield from self._scaled_twice(call, before)
            return
        first = next((name for name in before if name in _CHANNELS_FIRST), None)
        layout = call.argument("is_hwc")
        if first is not None and (layout is None or layout == Constant(True)):
            mean = call.argument("mean")
            if isinstance(mean, Sequence) and len(mean.items) == 1:
                return  # one number holds for all channels, wherever they are
            yield Problem(
                call.node,
                say(
                    "After `{first}` the channels come first, and `{call}` wants them last: it raises an error, "
                    "or takes the width for the channels.",
                    first=first,
                    call=call.text,
                ),
                say("Add `is_hwc=False`."),
                confidence=None if isinstance(mean, Sequence) else Confidence.LIKELY,
                fix=CallFix(call).put("is_hwc", "False").rewrite(AS_ORIGINAL),
            )
        elif first is None and all(name in _KEEP for name in before) and (before or self._is_whole(call, steps)):
            yield from self._too_small(call, after)

    def _is_whole(self, call: Call, steps: ast.expr) -> bool:
        """Whether the list is not added to another one."""
        parent = call.module.parents.get(steps)
        return not isinstance(parent, (ast.AugAssign, ast.BinOp)) and "extend" not in call.module.text_of(
            parent if isinstance(parent, ast.expr) else steps
        )

    def _name(self, module: Module, node: ast.expr) -> Optional[str]:
        node = followed(module, node)
        if isinstance(node, ast.Call):
            return getattr(node.func, "attr", getattr(node.func, "id", None))
        return None

    def _too_small(self, call: Call, after: list[Optional[str]]) -> Iterator[Problem]:
        mean = call.argument("mean")
        if not isinstance(mean, Sequence) or not mean.items:
            return
        numbers = [item.value for item in mean.items if isinstance(item, Constant) and is_number(item.value)]
        if len(numbers) == len(mean.items) and any(numbers) and all(0 <= number <= 1 for number in numbers):
            yield Problem(
                call.node,
                say(
                    "The pixels go from 0 to 255 here, and the means {means} are made for 0 to 1.", means=tuple(numbers)
                ),
                say("Multiply mean and deviation by 255, or move it behind `ToTensor` with `is_hwc=False`.")
                if "ToTensor" in after
                else say("Multiply mean and deviation by 255."),
                confidence=Confidence.LIKELY,
            )

    def _scaled_twice(self, call: Call, before: list[Optional[str]]) -> Iterator[Problem]:
        scaling = next((name for name in before if name in ("Rescale", "Normalize")), None)
        if scaling is not None and not set(before) & set(_CHANNELS_FIRST):
            yield Problem(
                call.node,
                say("`{call}` divides by 255 once more what `{scaling}` has scaled.", call=call.text, scaling=scaling),
                say("Write `vision.HWC2CHW()` in its place.")
                if scaling == "Normalize"
                else say("Leave `Rescale` out."),
            )
