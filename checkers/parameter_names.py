"""MSL713: Parameters of one name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import quoted
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import ancestors, assigned_expression, loops_around, scope_of
from ms_lint.semantics.wiring.model import Parameter

from .registration import followed, made_by

_PARAMETER = "mindspore.Parameter"
_TUPLE = "mindspore.ParameterTuple"
#: What sets an attribute of a computed name: the positions of the name and of the value.
_SETTERS = {"setattr": (1, 2), "insert_param_to_cell": (0, 1), "register_parameter": (0, 1)}
_Comprehension = Union[ast.ListComp, ast.GeneratorExp]


class ParameterNameTwice(Rule):
    """Two Parameters of a Cell are given the same name.

    The names of a checkpoint are those of the Parameters: the second one overwrites the first, and optimizers,
    gradients and `ParameterTuple` refuse the two with a ValueError. Without a name a Parameter is called as its
    attribute, and those of a `ParameterTuple` are numbered.

        for i in range(3):
            setattr(self, f"scale{i}", Parameter(ops.ones((dim,)), name="scale"))

    Use instead:

        for i in range(3):
            setattr(self, f"scale{i}", Parameter(ops.ones((dim,)), name=f"scale{i}"))
    """

    code = "MSL713"
    name = "parameter-name-twice"
    fix = Applicability.UNSAFE
    calls = (_PARAMETER, _TUPLE)

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        wiring = followed(cls)
        if wiring is None:
            return
        known: dict[str, tuple[str, Parameter]] = {}
        for attribute, value in wiring.root.attributes.items():
            if not isinstance(value, Parameter) or not value.name:
                continue
            first, other = known.setdefault(value.name, (attribute, value))
            if other is not value and attribute in cls.assignments:
                yield Problem(
                    cls.assignments[attribute][0].node,
                    say(
                        "`self.{first}` and `self.{second}` are both named `{name}`: one overwrites the other in a "
                        "checkpoint, and an optimizer refuses them.",
                        first=first,
                        second=attribute,
                        name=value.name,
                    ),
                    say('Name it `name="{attribute}"`.', attribute=attribute),
                    fix=_named(cls.module, cls.assignments[attribute][0], attribute),
                )

    def check_call(self, call: Call) -> Iterator[Problem]:
        if call.qualified_name == _TUPLE:
            yield from self._check_tuple(call.module, call.node)
            return
        name = _name_of(call.node)
        if name is not None and _is_set_in_loop(call.module, call.node):
            yield self._in_each_turn(call.node, name)

    def _check_tuple(self, module: Module, node: ast.Call) -> Iterator[Problem]:
        made = node.args[0] if node.args else None
        while isinstance(made, ast.Call) and getattr(made.func, "id", "") in ("list", "tuple") and made.args:
            made = made.args[0]
        if isinstance(made, ast.Name):
            for appended in _appended(module, node, made):
                name = _name_of(appended)
                if name is not None:
                    yield self._in_each_turn(appended, name)
            made = assigned_expression(module, made)
        if isinstance(made, (ast.ListComp, ast.GeneratorExp)):
            name = _name_of(made.elt) if _has_many_turns(made) else None
            if name is not None:
                yield self._in_each_turn(made.elt, name)
        elif isinstance(made, (ast.List, ast.Tuple)):
            known = set()
            for item in made.elts:
                name = _name_of(item)
                if name in known:
                    yield Problem(
                        item,
                        say("Two Parameters of the tuple are named `{name}`: a ValueError.", name=name),
                        say("Give each a name of its own, or none: then they are numbered."),
                    )
                elif name is not None:
                    known.add(name)

    def _in_each_turn(self, node: ast.AST, name: str) -> Problem:
        return Problem(
            node,
            say(
                "The Parameter of each turn is named `{name}`: an optimizer refuses two of one name with a ValueError, "
                "and a checkpoint keeps one of them.",
                name=name,
            ),
            say("Put what differs into the name, or leave it out."),
            confidence=Confidence.LIKELY,
        )


def _name_of(node: ast.AST) -> Optional[str]:
    """The name that the call of a Parameter gives, where it is a plain word."""
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) != "Parameter":
        return None
    given = [item.value for item in node.keywords if item.arg == "name"] + node.args[1:2]
    if len(given) != 1 or not isinstance(given[0], ast.Constant) or not isinstance(given[0].value, str):
        return None
    return given[0].value


def _is_set_in_loop(module: Module, node: ast.Call) -> bool:
    """Whether a value is set under another name in each turn of a loop."""
    setter = module.parents.get(node)
    if not isinstance(setter, ast.Call):
        return False
    name = getattr(setter.func, "attr", getattr(setter.func, "id", ""))
    places = _SETTERS.get(name)
    if places is None or len(setter.args) <= places[1] or setter.args[places[1]] is not node:
        return False
    loop = next(loops_around(module, node), None)
    if not isinstance(loop, ast.For) or any(isinstance(item, ast.Break) for item in ast.walk(loop)):
        return False
    varies = {item.id for item in ast.walk(loop.target) if isinstance(item, ast.Name)}
    return any(isinstance(item, ast.Name) and item.id in varies for item in ast.walk(setter.args[places[0]]))


def _has_many_turns(made: _Comprehension) -> bool:
    """Whether a comprehension may give more than one item."""
    first = made.generators[0].iter
    if isinstance(first, ast.Call) and getattr(first.func, "id", "") == "range" and len(first.args) == 1:
        count = first.args[0]
        return not (isinstance(count, ast.Constant) and count.value in (0, 1)) or len(made.generators) > 1
    return not (isinstance(first, (ast.List, ast.Tuple)) and len(first.elts) < 2)


def _appended(module: Module, node: ast.Call, made: ast.Name) -> Iterator[ast.expr]:
    """What a loop before ``node`` appends to a list in each turn."""
    around = set(loops_around(module, node))
    for item in ast.walk(scope_of(module, node)):
        if (
            isinstance(item, ast.Call)
            and isinstance(item.func, ast.Attribute)
            and item.func.attr == "append"
            and isinstance(item.func.value, ast.Name)
            and item.func.value.id == made.id
            and len(item.args) == 1
            and any(isinstance(loop, ast.For) and loop not in around for loop in loops_around(module, item))
            and not any(isinstance(above, (ast.If, ast.Try)) for above in ancestors(module, item))
        ):
            yield item.args[0]


def _named(module: Module, assignment: Assignment, name: str) -> Optional[Rewrite]:
    """The fix that names a Parameter as its attribute."""
    call = made_by(module, assignment)
    given = [item.value for item in call.keywords if item.arg == "name"] if call is not None else []
    given += call.args[1:2] if call is not None else []
    if len(given) != 1 or not isinstance(given[0], ast.Constant):
        return None
    doubt = say("checkpoints have it under this name then")
    return unsafe(replaced(module, given[0], quoted(module, name), doubt), doubt)
