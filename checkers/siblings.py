"""MSL709, MSL731, MSL732: the one among similar layers, or among similar classes, that differs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Optional, Union

from ms_lint.findings import Confidence, Severity
from ms_lint.messages import conjunction, say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.values import Argument, Constant, Instance
from ms_lint.semantics.wiring import sizes
from ms_lint.semantics.wiring.model import CellObject, Layer, walk

from .registration import followed

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
    unfixed = "which of the two siblings is right, only the original or its author tells"
    roles = ("kernel_size", "pad_mode", "has_bias", "eps", "epsilon", "momentum", "use_batch_statistics")

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
        for role in self.roles:
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
            yield Problem(
                assignment.node,
                say(
                    "`{name}` has {role}={shown} where its siblings {siblings} have {role}={common}.",
                    name=name,
                    role=role,
                    shown=shown[odd[0]],
                    siblings=_listed(others),
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


def _listed(names: list[str]) -> str:
    """Up to three of the siblings."""
    listed = [f"`{name}`" for name in names[:3]]
    return conjunction([*listed, say("others")] if len(names) > 3 else listed)


# ------------------------------------------------------------------ layers of a class, and classes of a file

#: Where a member stands in its row says nothing about these.
_ANYWHERE = (
    "pad_mode",
    "eps",
    "epsilon",
    "momentum",
    "affine",
    "use_batch_statistics",
    "alpha",
    "negative_slope",
    "ceil_mode",
)
#: The first and the last of a row may have these in their own way, as a stem and a head have.
_INSIDE = ("kernel_size", "stride", "padding", "dilation", "has_bias", "bias")
_ROLES = (*_ANYWHERE, *_INSIDE)
_ACTIVATIONS = frozenset(
    "ReLU ReLU6 LeakyReLU PReLU ELU SeLU SELU GELU GeLU SiLU Swish HSwish Hardswish HSigmoid Hardsigmoid Sigmoid Tanh "
    "Mish".split()
)
_MOST_PARTS = 60
_ABSENT = ""


@dataclass(frozen=True)
class _Part:
    """A layer of a member: what it has to share with those that it is compared with, and its settings as text, None
    where they are not known."""

    likeness: tuple[object, ...]
    settings: dict[str, Optional[str]]
    node: ast.AST


@dataclass(frozen=True)
class _Sibling:
    """One of a row: its name, and its layers by their paths in it."""

    name: str
    parts: dict[str, _Part]

    @property
    def likeness(self) -> tuple[object, ...]:
        return tuple((path, part.likeness) for path, part in self.parts.items())


@dataclass(frozen=True)
class _Odd:
    """One that differs: its name and the layer in it, what it has there, and what the others have."""

    name: str
    path: str
    role: str
    own: str
    common: str
    others: list[str]
    node: ast.AST


def _part(layer: Layer) -> _Part:
    is_activation = layer.class_name in _ACTIVATIONS
    into, out = (_size(layer, names) for names in (("in_channels", "in_features"), ("out_channels", "out_features")))
    up, down = sizes.exact(out, into), sizes.exact(into, out)
    ratio: object = up if isinstance(up, int) else ("/", down) if isinstance(down, int) else (into, out)
    group = layer.arguments.get("group", layer.arguments.get("groups", 1))
    settings = {
        role: _shown(layer.arguments[role]) if role in layer.arguments else _ABSENT
        for role in _ROLES
        if not is_activation or role in ("alpha", "negative_slope")
    }
    settings["activation"] = layer.class_name if is_activation else _ABSENT
    kind = "activation" if is_activation else layer.kind
    return _Part((kind, ratio, group == 1), settings, layer.place.node)


def _size(layer: Layer, names: tuple[str, ...]) -> sizes.Dim:
    value = next((layer.arguments[name] for name in names if name in layer.arguments), None)
    return value if isinstance(value, (int, sizes.Size)) else None


def _shown(value: object) -> Optional[str]:
    """A setting as text; None where it is not known."""
    items = value if isinstance(value, (tuple, list)) else (value,)
    return repr(value) if all(isinstance(item, (int, float, str, type(None))) for item in items) else None


def _sibling(name: str, root: object) -> Optional[_Sibling]:
    """A layer, or an object with all layers in it; None where it is too much to be compared."""
    found = {path: value for path, value in walk(root) if isinstance(value, Layer) and value.items is None}
    if not found or len(found) > _MOST_PARTS:
        return None
    return _Sibling(name, {path: _part(layer) for path, layer in found.items()})


def _odd_one_of(row: list[_Sibling]) -> Optional[_Odd]:
    """The one of a row that differs in one thing, where the others, two at least, agree in everything. ``row`` is in
    order. Only those of the same layers, and of channels that go along, are compared."""
    alike: dict[tuple[object, ...], list[_Sibling]] = {}
    for member in row:
        alike.setdefault(member.likeness, []).append(member)
    for members in alike.values():
        if len(members) >= _FEWEST_SIBLINGS:
            odd = _one_difference(members)
            is_at_end = odd is not None and odd.name in (row[0].name, row[-1].name)
            if odd is not None and not (is_at_end and odd.role not in _ANYWHERE):
                return odd
    return None


def _one_difference(members: list[_Sibling]) -> Optional[_Odd]:
    found: dict[str, _Odd] = {}
    for path in members[0].parts:
        parts = [member.parts[path] for member in members]
        for role in parts[0].settings:
            given = [part.settings[role] for part in parts]
            if len(set(given)) == 1:
                continue
            common = max(given, key=given.count)
            odd = [at for at, text in enumerate(given) if text != common]
            own = given[odd[0]]
            if len(odd) != 1 or None in given or own is None or common is None or role in found:
                return None
            if _is_turned(own, common):
                return None
            name, others = members[odd[0]].name, [member.name for at, member in enumerate(members) if at != odd[0]]
            found[role] = _Odd(name, path, role, own, common, others, parts[odd[0]].node)
    if found.keys() <= {"kernel_size", "padding"} and "kernel_size" in found:
        found.pop("padding", None)  # it goes with the kernel
    if "activation" in found:
        found = {role: odd for role, odd in found.items() if role not in ("alpha", "negative_slope")}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_turned(own: str, common: str) -> bool:
    """Whether a setting is the others' with its axes exchanged, as (1, 7) and (7, 1), which take turns."""
    pair = [ast.literal_eval(text) if text.startswith("(") else None for text in (own, common)]
    return pair[0] is not None and pair[0] == (pair[1] or ())[::-1]


def _told(odd: _Odd, where: str) -> Problem:
    fields = {"name": where, "siblings": _listed(odd.others)}
    return Problem(
        odd.node,
        say("`{name}` is {own} where its siblings {siblings} have {common}.", own=odd.own, common=odd.common, **fields)
        if odd.role == "activation"
        else say(
            "`{name}` has {role}={shown} where its siblings {siblings} have {role}={common}.",
            role=odd.role,
            shown=odd.own,
            common=odd.common,
            **fields,
        ),
        say("Check it against the original."),
    )


class LayerDiffersFromSiblings(Rule):
    """Among numbered layers of a class one differs in a single setting.

    Layers are numbered alike (`conv1`, `conv2`, `conv3`) and are of one class; those of the same change of channels
    are compared, with all that helper Cells make of their arguments. One differs in kernel, padding, padding mode,
    stride, dilation, bias, epsilon, momentum, activation or its slope, and in nothing else; the others, at least two,
    agree in everything.

        self.norm1 = nn.BatchNorm2d(64, momentum=0.9)
        self.norm2 = nn.BatchNorm2d(64, momentum=0.9)
        self.norm3 = nn.BatchNorm2d(64, momentum=0.1)

    What is meant to differ is left alone: the first and the last of a row (a stem with stride 2, a head without
    activation), bottlenecks of 1x1, 3x3 and 1x1, and settings that go on, as the kernels 1, 3, 5 of an Inception
    block and the dilations 6, 12, 18 of ASPP.
    """

    code = "MSL731"
    name = "layer-differs"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "which of the layers is right, only the original or its author tells"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        wiring = followed(cls) if cls.kind == "cell" else None
        if wiring is None:
            return
        rows: dict[tuple[str, str, object], dict[int, tuple[str, Union[Layer, CellObject]]]] = {}
        for name, value in wiring.root.attributes.items():
            if (
                not isinstance(value, (Layer, CellObject))
                or value.place is None
                or value.place.module is not cls.module
            ):
                continue
            of = value.info if isinstance(value, CellObject) else value.kind
            if isinstance(value, Layer) and value.class_name in _ACTIVATIONS:
                of = "activation"
            for number in re.finditer(r"\d+", name):
                key = (name[: number.start()], name[number.end() :], of)
                rows.setdefault(key, {})[int(number.group())] = (name, value)
        for (prefix, suffix, _), numbered in rows.items():
            if len(numbered) < _FEWEST_SIBLINGS:
                continue
            goes_along = any(
                other_prefix == prefix and other_suffix != suffix and other.keys() == numbered.keys()
                for (other_prefix, other_suffix, _), other in rows.items()
            )
            members = [numbered[number] for number in sorted(numbered)]
            if len({id(value.place.node) for _, value in members if value.place is not None}) < len(members):
                continue  # one line of a loop made them
            row = [_sibling(name, value) for name, value in members]
            odd = _odd_one_of([member for member in row if member is not None]) if None not in row else None
            if odd is None or (goes_along and suffix and odd.role in SiblingDiffers.roles):
                continue  # MSL709 tells that
            place = dict(members)[odd.name].place
            where = f"{odd.name}.{odd.path}" if odd.path else odd.name
            yield replace(_told(odd, where), place=place.node if place is not None else odd.node)


class ClassDiffersFromSiblings(Rule):
    """Among similar classes of a file one differs in a single setting of one layer.

    The names of the classes differ in a number, or in a letter at their end (`InceptionA`, `InceptionB`), and they
    have the same layers under the same names. What is compared, and what is left alone, is told in MSL731.
    """

    code = "MSL732"
    name = "class-differs"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "which of the classes is right, only the original or its author tells"

    def check_module(self, module: Module) -> Iterator[Problem]:
        families: dict[tuple[str, str], dict[tuple[int, str], ClassInfo]] = {}
        for cls in module.classes:
            if cls.kind != "cell":
                continue
            for part in re.finditer(r"\d+|(?<=[a-z])[A-Z]$", cls.name):
                key = (cls.name[: part.start()], cls.name[part.end() :])
                families.setdefault(key, {})[len(part.group()), part.group()] = cls
        for family in families.values():
            if len(family) < _FEWEST_SIBLINGS:
                continue
            wirings = [followed(family[key]) for key in sorted(family)]
            row = [_sibling(wiring.root.info.name, wiring.root) for wiring in wirings if wiring is not None]
            odd = _odd_one_of([member for member in row if member is not None]) if row and None not in row else None
            if odd is not None:
                own = next(wiring for wiring in wirings if wiring is not None and wiring.root.info.name == odd.name)
                layer = own.layers()[odd.path]
                if layer.place.module is module:
                    yield _told(odd, f"{odd.name}.{odd.path}")
