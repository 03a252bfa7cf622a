"""MSL709, MSL731: the one among similar layers or classes that differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Union

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Argument, Constant, Instance

_Member = tuple[str, Assignment, Instance]


_FEWEST_SIBLINGS = 3


class SiblingDiffers(Rule):
    """Among similar layers of one class one differs in its kernel, padding mode, bias, epsilon or momentum.

    Layers are similar when they are of one class and their names differ in one number, with more of the
    name after it (`icp1_out3`, `icp2_out3`, `icp3_out3`), when at least one more such row goes along
    (`icp1_out1`, `icp2_out1`, `icp3_out1`), and when at least two agree where the third does not.
    Channels, strides and paddings may progress freely. It is the kind of slip that no shape check
    finds: with `pad_mode='same'` a 5x5 kernel fits wherever a 1x1 does, with 25 times the weights.
    """

    code = "MSL709"
    name = "sibling-differs"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    _roles = ("kernel_size", "pad_mode", "has_bias", "eps", "epsilon", "momentum", "use_batch_statistics")

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell":
            return
        rows: dict[tuple[str, str, object], dict[str, _Member]] = {}
        for name, assignments in cls.assignments.items():
            value = assignments[0].value
            if len(assignments) != 1 or not isinstance(value, Instance):
                continue
            for number in re.finditer(r"\d+", name):
                if re.search(r"[^\W_]", name[number.end() :]):
                    key = (name[: number.start()], name[number.end() :], value.of)
                    rows.setdefault(key, {})[number.group()] = (name, assignments[0], value)
        for (prefix, suffix, _), row in rows.items():
            if len(row) < _FEWEST_SIBLINGS:
                continue
            along = [
                other
                for (other_prefix, other_suffix, _), other in rows.items()
                if other_prefix == prefix and other_suffix != suffix and other.keys() == row.keys()
            ]
            if along:
                yield from self._odd_one(cls, list(row.values()))

    def _odd_one(self, cls: ClassInfo, members: list[_Member]) -> Iterator[Problem]:
        settings = [self._arguments(instance, cls.module) for _, _, instance in members]
        for role in self._roles:
            given = [arguments.get(role) for arguments in settings]
            shown = [repr(value) for value in given]
            if None in given or len(set(shown)) != 2:
                continue
            common = max(set(shown), key=shown.count)
            odd = [index for index, text in enumerate(shown) if text != common]
            if len(odd) != 1:
                continue
            name, assignment, _ = members[odd[0]]
            others = [members[index][0] for index in range(len(members)) if index != odd[0]]
            siblings = f"`{others[0]}`"
            for other in others[1:3]:
                siblings = say("{names} and {other}", names=siblings, other=f"`{other}`")
            if len(others) > 3:
                siblings = say("{names} and others", names=siblings)
            yield Problem(
                assignment.node,
                say(
                    "`{name}` has {role}={shown} where its siblings {siblings} have {role}={common}.",
                    name=name,
                    role=role,
                    shown=shown[odd[0]],
                    siblings=siblings,
                    common=common,
                ),
                say("Check it against the original."),
            )

    def _arguments(self, instance: Instance, module: Module) -> dict[str, object]:
        """The known arguments of a layer by the role that they play in the MindSpore layer: the
        parameters of a project's Cell count as what its own layer makes of them."""
        if isinstance(instance.of, str):
            entry = module.catalog.find(instance.of)
            names = [p.name for p in entry.signatures[0].positional] if entry is not None and entry.signatures else []
            return _constants(instance, names)
        init = instance.of.method("__init__")
        if init is None:
            return {}
        given = _constants(instance, [p.name for p in init.signature.positional])
        roles: dict[str, object] = {}
        for inner in instance.of.instances_made():
            if not isinstance(inner.of, str):
                continue
            entry = module.catalog.find(inner.of)
            if entry is None or not entry.signatures:
                continue
            names = [p.name for p in entry.signatures[0].positional]
            for key, value in inner.arguments.items():
                role = key if isinstance(key, str) else names[key] if key < len(names) else ""
                if isinstance(value, Argument) and value.function is init and value.name in given:
                    roles.setdefault(role, given[value.name])
        return roles


def _constants(instance: Instance, names: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in instance.arguments.items():
        name: Union[int, str] = key
        if isinstance(key, int):
            if key >= len(names):
                continue
            name = names[key]
        if isinstance(value, Constant):
            found[str(name)] = value.value
    return found
