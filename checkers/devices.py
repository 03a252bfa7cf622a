"""MSL115: names of devices that are CUDA's or torch's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES, quoted
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.place_fix import replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant, Sequence, Value, alternatives

from .purpose import is_meant

_SETTERS = ("mindspore.set_context", "mindspore.set_device")
_DEVICES = {"cuda": "GPU", "gpu": "GPU", "npu": "Ascend", "ascend": "Ascend", "cpu": "CPU"}
_CUDA = re.compile(r"cuda(:\d+)?$")
#: Options of a command line that choose a device of CUDA.
_OPTION = re.compile(r"--?(no[-_]|use[-_])?(cuda|gpus?)([-_]?(id|ids|index))?$")
_VARIABLE = "CUDA_VISIBLE_DEVICES"


class DeviceName(Rule):
    """A device under the name that torch or CUDA has for it.

    MindSpore's devices are `"Ascend"`, `"GPU"` and `"CPU"`, in this spelling and without a number behind it: all other
    words are refused. The number is `device_id` of `ms.set_device` or `ms.set_context`.

    ```python
    ms.set_context(device_target="cuda:0")
    ```

    Use instead:

    ```python
    ms.set_context(device_target="GPU", device_id=0)
    ```

    Options of a command line whose default or choices are CUDA's are reported too, where nothing else in the file
    mentions `cuda`, so that no code can stand between them and MindSpore. In a file that still uses torch, options
    such as `--gpu`, and `CUDA_VISIBLE_DEVICES`, are listed as something to migrate (severity info).
    """

    code = "MSL115"
    name = "device-name"
    fix = Applicability.SAFE
    calls = (*_SETTERS, "argparse.ArgumentParser.add_argument")
    nodes = (ast.Assign,)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name in _SETTERS:
            yield from self._setting(call)
        elif call.module.imports_framework("mindspore") and not call.module.imports_framework("torch"):
            yield from self._option(call)
        elif call.module.imports_framework("torch") and not is_meant(call.module, "torch", call.function):
            yield from self._option_of_torch(call)

    def check_node(self, node: ast.AST, module: Module) -> Iterator[Problem]:
        assert isinstance(node, ast.Assign)
        target = node.targets[0]
        if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Attribute):
            return
        named = target.value.attr == "environ" and module.text_of(target.slice).strip("'\"") == _VARIABLE
        if named and module.imports_framework("torch") and not is_meant(module, "torch"):
            yield Problem(
                target,
                say("`{name}` hides devices of CUDA.", name=_VARIABLE),
                say("On Ascend set `ASCEND_RT_VISIBLE_DEVICES`; `ms.set_device` takes the device and its number."),
                severity=Severity.INFO,
            )

    def _option_of_torch(self, call: Call) -> Iterator[Problem]:
        names = [item for item in call.node.args if _OPTION.match(call.module.text_of(item).strip("'\""))]
        if names:
            yield Problem(
                names[0],
                say("The option {name} chooses a device of CUDA.", name=call.module.text_of(names[0])),
                say("Give the kind of device and its number, for `ms.set_device(device_target, device_id)`."),
                severity=Severity.INFO,
            )

    def _setting(self, call: Call) -> Iterator[Problem]:
        value = call.arguments.get("device_target")
        if value is None and call.qualified_name == "mindspore.set_device":
            value = call.arguments.get(0)
        if value is None:
            return
        words = [item.value for item in alternatives(value) if isinstance(item, Constant)]
        word = next((word for word in words if isinstance(word, str) and _correct(word) not in (None, word)), None)
        if word is not None:
            yield Problem(
                call.node,
                say("MindSpore has no device `{word}`: the call raises a ValueError.", word=word),
                say('Write `"{name}"`.', name=_correct(word)),
                confidence=Confidence.LIKELY if len(words) > 1 else None,
                fix=_named(call, str(_correct(word))),
            )

    def _option(self, call: Call) -> Iterator[Problem]:
        own = 0
        found: Optional[ast.expr] = None
        for keyword in call.node.keywords:
            if keyword.arg in ("default", "choices") and _has_cuda(call.value_of(keyword.value)):
                found = found or keyword.value
            own += call.module.text_of(keyword.value).count("cuda")
        for argument in call.node.args:
            own += call.module.text_of(argument).count("cuda")
        if found is not None and call.module.source.code.count("cuda") <= own:
            name = call.module.text_of(call.node.args[0]) if call.node.args else say("the option")
            yield Problem(
                found,
                say("{name} offers `cuda`, which is no device of MindSpore.", name=name),
                say('The devices are "Ascend", "GPU" and "CPU".'),
                confidence=Confidence.LIKELY,
                severity=Severity.WARNING,
            )


def _named(call: Call, name: str) -> Optional[Rewrite]:
    given = [item.value for item in call.node.keywords if item.arg == "device_target"]
    if call.qualified_name == "mindspore.set_device":
        given += call.node.args[:1]
    if len(given) != 1 or not isinstance(given[0], ast.Constant):
        return None
    return replaced(call.module, given[0], quoted(call.module, name), RAISES)


def _correct(word: str) -> Optional[str]:
    """The name of the device that a word means; None where it means none."""
    return _DEVICES.get(word.lower().partition(":")[0])


def _has_cuda(value: Value) -> bool:
    items = value.items if isinstance(value, Sequence) else (value,)
    return any(isinstance(item, Constant) and isinstance(item.value, str) and _CUDA.match(item.value) for item in items)
