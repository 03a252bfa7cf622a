"""MSL710-MSL712, MSL714, MSL716, MSL717: what a Cell registers, and how what it holds is made and called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES, spelled
from ms_lint.findings import Applicability
from ms_lint.messages import say
from ms_lint.place_fix import around, assigned, before_first, unsafe, with_keyword
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Constant, Instance, alternatives
from ms_lint.semantics.wiring.model import CellObject, Layer, Parameter, Wiring, has_weights, walk
from ms_lint.semantics.wiring.objects import Items, Table

from .made_in_init import made_in_init
from .structure import is_made_of
from .wiring import FollowedRule

_CELL = "mindspore.nn.Cell"


def followed(cls: ClassInfo) -> Optional[Wiring]:
    """The class followed by itself, with its default arguments."""
    return next((wiring for wiring in cls.module.wirings if wiring.root.info is cls), None)


class PlainContainer(Rule):
    """Layers or Parameters are kept in a plain list, tuple or dict.

    A Cell registers what is assigned to its attributes: Cells, Parameters, `nn.CellList`, `nn.SequentialCell`,
    `ms.ParameterTuple`. What lies in a list is not among `trainable_params()`: it is never trained, not saved, not
    loaded, and not told of `set_train`. The network runs all the same.

        self.blocks = [Block(64) for _ in range(4)]

    Use instead:

        self.blocks = nn.CellList([Block(64) for _ in range(4)])

    Layers that are registered elsewhere as well may be listed.
    """

    code = "MSL710"
    name = "plain-container"
    fix = Applicability.SAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        wiring = followed(cls)
        if wiring is None:
            return
        registered = _registered(wiring.root)
        for name, value in wiring.root.attributes.items():
            if not isinstance(value, (Items, tuple, Table)) or name not in cls.assignments:
                continue
            lost = [item for item in _members(value) if id(item) not in registered]
            layers = [item for item in lost if _is_registered_kind(item)]
            if not layers:
                continue
            kind = "dict" if isinstance(value, Table) else "tuple" if isinstance(value, tuple) else "list"
            parameters = all(isinstance(item, Parameter) for item in layers)
            yield Problem(
                cls.assignments[name][0].node,
                say(
                    "`self.{name}` is a plain {kind} with {what}: they are not registered, so that their parameters "
                    "are neither trained nor saved.",
                    name=name,
                    kind=kind,
                    what=_listed(layers),
                ),
                _suggestion(cls, kind, parameters),
                fix=None if parameters else as_cell_list(cls, name),
            )


def _registered(root: object) -> set[int]:
    """Identities of what lies below an object; also of what is known of a list that a container of layers is made of,
    though its length is not."""
    found = [value for _, value in walk(root)]
    given = [
        member
        for layer in found
        if isinstance(layer, Layer) and layer.items is None
        for argument in layer.arguments.values()
        if isinstance(argument, (Items, tuple, Table))
        for member in _members(argument)
    ]
    return {id(value) for value in found} | {id(value) for member in given for _, value in walk(member)}


def _members(value: Any, depth: int = 3) -> Iterator[Any]:
    """What a list, tuple or dict holds, also in lists within it."""
    items = list(value.values()) if isinstance(value, Table) else list(value)
    if isinstance(value, Items):
        items += value.seen
    for item in items:
        if isinstance(item, (Items, tuple, Table)):
            if depth:
                yield from _members(item, depth - 1)
        else:
            yield item


def _is_registered_kind(value: Any) -> bool:
    """Whether a value holds parameters, or behaves otherwise while it is trained."""
    if isinstance(value, Parameter):
        return True
    if isinstance(value, Layer):
        if value.items is not None:
            return any(_is_registered_kind(item) for item in value.items.values())
        return has_weights(value) or (".nn." in value.kind and value.class_name.startswith("Dropout"))
    if isinstance(value, CellObject):
        return any(
            isinstance(item, Parameter) or (isinstance(item, Layer) and _is_registered_kind(item))
            for _, item in walk(value)
            if item is not value
        )
    return False


def _listed(layers: list[Any]) -> str:
    names = [
        "Parameter"
        if isinstance(layer, Parameter)
        else layer.class_name
        if isinstance(layer, Layer)
        else layer.info.name
        for layer in layers
    ]
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))


#: What may be done with a list that a CellList can do as well.
_METHODS_OF_BOTH = frozenset(("append", "extend", "insert"))


def as_cell_list(cls: ClassInfo, name: str) -> Optional[Rewrite]:
    """The fix that registers the layers of a list, where a CellList can do all that is done with it."""
    module = cls.module
    made = [module.parents.get(item.node) for item in cls.assignments.get(name, ())]
    assign = made[0] if len(made) == 1 else None
    if not isinstance(assign, ast.Assign) or len(assign.targets) != 1:
        return None
    if not isinstance(assign.value, (ast.List, ast.ListComp)):
        return None
    used = (node for node in ast.walk(cls.node) if isinstance(node, ast.Attribute) and node.attr == name)
    if not all(_is_usual(module, node) for node in used if node is not assign.targets[0]):
        return None
    items = assign.value.elts if isinstance(assign.value, ast.List) else [assign.value.elt]
    if any(isinstance(item, (ast.List, ast.ListComp, ast.Tuple)) for item in items):
        return None
    needed = set[str]()
    text = spelled(module, "mindspore.nn.CellList", needed)
    return around(module, assign.value, f"{text}(", ")", say("a CellList registers what a list only holds"), needed)


def _is_usual(module: Module, node: ast.Attribute) -> bool:
    parent = module.parents.get(node)
    if isinstance(parent, (ast.For, ast.comprehension)):
        return parent.iter is node
    if isinstance(parent, ast.Subscript):
        return parent.value is node and isinstance(parent.ctx, ast.Load)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _METHODS_OF_BOTH
    if isinstance(parent, ast.Call):
        return isinstance(parent.func, ast.Name) and parent.func.id in ("len", "zip", "enumerate", "reversed", "range")
    return isinstance(parent, ast.Starred)


def _suggestion(cls: ClassInfo, kind: str, parameters: bool) -> str:
    if parameters:
        return say("Write `ms.ParameterTuple([...])`.")
    if kind == "dict" and cls.module.catalog.find("mindspore.nn.CellDict") is not None:
        return say("Write `nn.CellDict({{...}})`.")
    return say("Write `nn.CellList([...])`.")


class SuperInit(Rule):
    """`super().__init__()` is missing, or called after the first layer or Parameter is set.

    A Cell keeps its layers and parameters in tables that `Cell.__init__` makes. Without them the first layer that is
    assigned raises an AttributeError, and so does the first call of a Cell without layers.
    """

    code = "MSL711"
    name = "super-init"
    fix = Applicability.SAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        init = cls.methods.get("__init__")
        if cls.kind != "cell" or init is None or not isinstance(init.node, ast.FunctionDef):
            return
        if _is_first_done(init.node.body):
            return
        calls = [node for node in ast.walk(init.node) if isinstance(node, ast.Call) and _is_super_init(node)]
        if not calls:
            if _may_call_elsewhere(init):
                return
            yield Problem(
                init.node,
                say("`{cls}.__init__` does not call `super().__init__()`: an AttributeError.", cls=cls.name),
                say("Call `super().__init__()` first."),
                fix=before_first(cls.module, init.node.body, "super().__init__()", RAISES),
            )
            return
        first = min(call.lineno for call in calls)
        for name, assignments in cls.assignments.items():
            early = [item for item in assignments if item.function is init and item.node.lineno < first]
            if early and (
                is_made_of(early, _CELL, cls.module)
                or is_made_of(early, "mindspore.Parameter", cls.module)
                or _holds_layer(cls, name)
            ):
                yield Problem(
                    early[0].node,
                    say(
                        "`self.{name}` is set before `super().__init__()` is called: an AttributeError.",
                        name=name,
                    ),
                    say("Call `super().__init__()` first."),
                    fix=_moved_to_front(cls.module, init.node, calls[0]) if len(calls) == 1 else None,
                )
                return


def _holds_layer(cls: ClassInfo, name: str) -> bool:
    """Whether an attribute that is set once holds a layer, a list of layers among them."""
    wiring = followed(cls) if len(cls.assignments[name]) == 1 else None
    return wiring is not None and isinstance(wiring.root.attributes.get(name), (Layer, CellObject))


def _is_first_done(body: list[ast.stmt]) -> bool:
    """Whether ``super().__init__()`` is the first statement, but for strings: most are written so."""
    first = next(
        (item for item in body if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))), None
    )
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Call) and _is_super_init(first.value)


def _moved_to_front(module: Module, init: ast.FunctionDef, call: ast.Call) -> Optional[Rewrite]:
    """The fix that moves a plain `super().__init__()` before all other statements."""
    statement = module.parents.get(call)
    if statement not in init.body or call.args or call.keywords or call.lineno != call.end_lineno:
        return None
    line = module.source.lines[call.lineno - 1]
    if line.strip() != module.text_of(call):
        return None
    front = before_first(module, init.body, module.text_of(call), RAISES)
    if front is None:
        return None
    return Rewrite((*front.edits, ((call.lineno, 0, call.lineno + 1, 0), "")), RAISES)


def _is_super_init(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and function.attr in ("__init__", "_init_", "__post_init__")


def _may_call_elsewhere(init: Function) -> bool:
    """Whether another method of the object, or something that is given it, may do it."""
    own = init.node.args.args[0].arg if init.node.args.args else "self"
    for node in ast.walk(init.node):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "super":
                return True
            if any(isinstance(argument, ast.Name) and argument.id == own for argument in node.args):
                return True
        if isinstance(node, (ast.Raise,)) and len(getattr(init.node, "body", ())) <= 2:
            return True  # a class that is not meant to be made
    return False


class MadeInConstruct(FollowedRule):
    """A layer with weights, or a Parameter, is made in `construct`.

    It gets new random weights at each call, which no optimizer knows. torch has the same rule, but Keras layers may be
    made where they are first called.

        def construct(self, x):
            return nn.Dense(64, 10)(x)

    Make it in `__init__`, and call it in `construct`.
    """

    code = "MSL712"
    name = "made-in-construct"
    fix = Applicability.UNSAFE
    kinds = ("made",)

    def mended(self, module: Module, node: ast.AST) -> Optional[Rewrite]:
        doubt = say("its weights get names in checkpoints, and are trained")
        return made_in_init(module, node, doubt) if isinstance(node, ast.Call) else None

    def check_module(self, module: Module) -> Iterator[Problem]:
        found = list(super().check_module(module))
        if found:
            compiled = {id(part) for record in module.compiled for part in ast.walk(record.function.node)}
            yield from (problem for problem in found if id(problem.place) not in compiled)  # MSL655 says the others


class BufferTrained(Rule):
    """A buffer of the original is a trainable Parameter.

    `register_buffer` keeps a tensor that no optimizer changes: a mask, a running mean. As a Parameter it is trained,
    and weight decay moves it even where it has no gradient.

        self.register_buffer("mask", mask)  # torch
        self.mask = Parameter(mask, requires_grad=False)  # mindspore
    """

    code = "MSL714"
    name = "buffer-trained"
    fix = Applicability.SAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not any(_is_parameter(item) for items in cls.assignments.values() for item in items):
            return
        original = original_of(cls)
        if original is None:
            return
        original.module.follow_class(original)
        for name, assignments in cls.assignments.items():
            registered = [item for item in original.assignments.get(name, ()) if _is_buffer(item)]
            trained = [item for item in assignments if _is_parameter(item)]
            if registered and trained:
                yield Problem(
                    trained[0].node,
                    say(
                        "`self.{name}` is a trainable Parameter; in the original {cls} it is a buffer, which is not "
                        "trained.",
                        name=name,
                        cls=original.name,
                    ),
                    say("Add `requires_grad=False`."),
                    fix=_not_trained(cls.module, trained[0]),
                )


def _is_buffer(assignment: Assignment) -> bool:
    node = assignment.node
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "register_buffer"


def _is_parameter(assignment: Assignment) -> bool:
    """Whether a trainable Parameter is assigned."""
    return any(
        isinstance(value, Instance)
        and value.of == "mindspore.Parameter"
        and value.arguments.get("requires_grad", value.arguments.get(2, Constant(True))) == Constant(True)
        for value in alternatives(assignment.value)
    )


class ConstructArguments(FollowedRule):
    """A Cell is called with arguments that its `construct` does not take.

    How Cells are followed is told in MSL720.
    """

    code = "MSL716"
    name = "construct-arguments"
    unfixed = "whether `construct` lost a parameter, or the call has one too many, is not in the code"
    kinds = ("signature",)


class CellResultThrownAway(FollowedRule):
    """A Cell or function of the project that only computes is called as a statement in `construct`.

    What it gives has to be assigned. A Cell that sets attributes or Parameters, prints, or calls something as a
    statement itself is not meant. For functions and plain layers of MindSpore it is MSL501 that says so; layers of
    lists and SequentialCells are told here.

        for block in self.blocks:
            block(x)  # x = block(x)
    """

    code = "MSL717"
    name = "cell-result-thrown-away"
    fix = Applicability.UNSAFE
    kinds = ("discarded",)

    def mended(self, module: Module, node: ast.AST) -> Optional[Rewrite]:
        if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
            return None
        given = node.args[0]
        if not isinstance(given, ast.Name):
            return None
        doubt = say("taken for the next value of `{name}`", name=given.id)
        return unsafe(assigned(module, node, given.id, doubt), doubt)


def made_by(module: Module, assignment: Assignment) -> Optional[ast.Call]:
    """The call of this module that makes what is assigned."""
    value = assignment.value
    made = value.call if isinstance(value, Instance) else None
    return made if made is not None and made in module.parents else None


def _not_trained(module: Module, assignment: Assignment) -> Optional[Rewrite]:
    call = made_by(module, assignment)
    return None if call is None else with_keyword(module, call, "requires_grad=False", AS_ORIGINAL)
