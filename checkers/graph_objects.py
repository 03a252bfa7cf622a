"""MSL650 to MSL653: classes and objects that the graph compiler understands in its own way."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.graph import graph_facts
from ms_lint.messages import say
from ms_lint.rules import Problems, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.compiled import CallSite, Compiled, Kind, is_plain_object
from ms_lint.semantics.scopes import decorated_as
from ms_lint.semantics.values import ClassValue, Constant, Instance, Member, SelfValue, Value

from .graph_fixes import as_tensor_method, assigned_to_parameter, by_equality, called_self, with_class
from .graph_fixes_classes import as_construct, as_plain_method, as_text, decided_in_init, made_in_init, read_in_init
from .graph_old_values import shapes_before_2_1
from .graph_wording import graph_problem

_PARAMETER = "mindspore.Parameter."
#: Attributes of a Parameter that compiled code may not read.
_REFUSED_OF_PARAMETERS = frozenset({"name", "requires_grad", "sliced", "is_init", "unique", "layerwise_parallel"})
_ENUMS = ("enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag")


class MethodThroughObject(Rule):
    """A method that the compiler finds in another way than Python does.

    - A class method that is called on `self` is not given the class: the numbers of arguments do not fit.
    - `super()` without arguments is taken as `super(type(self), self)`: in a class that others derive from, a
      method finds itself again, without end.
    - A Cell that is called by another one runs `construct`; an own `__call__` is passed over.
    - The first parameter of `construct` has to be called `self`.

    Write `@staticmethod`, `super(Base, self)`, and put into `construct` what `__call__` does. Measured on 2.0.0,
    2.7.0 and 2.10.0.
    """

    code = "MSL650"
    name = "method-found-otherwise"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        function = compiled.function
        arguments = function.node.args.args
        is_method = function.cls is not None and not function.is_static
        if function.name == "construct" and is_method and arguments and arguments[0].arg != "self":
            name = arguments[0].arg
            message = say(
                "The first parameter of `construct` is called `{name}`: the compiler takes it for an input.", name=name
            )
            yield graph_problem(compiled, arguments[0], message, say("Call it `self`."), called_self(compiled, name))
        for call in compiled.calls:
            derived = _bare_super(compiled, call)
            found = _class_method(compiled, call) or derived or _own_call(call)
            if found is not None:
                fix = with_class(compiled, call.node, function.cls.name) if derived and function.cls else None
                fix = fix or (None if derived else _mended(compiled, call))
                yield graph_problem(compiled, call.node, *found, fix)


def _mended(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    is_own = _own_call(call) is not None
    return as_construct(compiled, call) if is_own else as_plain_method(compiled, call)


def _class_method(compiled: Compiled, call: CallSite) -> Optional[tuple[str, str]]:
    callee = call.callee
    if not (isinstance(callee, Member) and isinstance(callee.owner, SelfValue)):
        return None
    method = callee.owner.info.method(callee.name)
    if method is None or not decorated_as(method.node, "classmethod"):
        return None
    text = compiled.module.text_of(call.node.func)
    return (
        say("`{text}` is a class method: the graph gives it no class, and one argument is missing.", text=text),
        say("Make it a `@staticmethod`."),
    )


def _bare_super(compiled: Compiled, call: CallSite) -> Optional[tuple[str, str]]:
    cls = compiled.function.cls
    if call.name != "builtins.super" or call.node.args or cls is None:
        return None
    derived = next((info for info in sorted(compiled.receivers, key=lambda item: item.name) if info is not cls), None)
    if derived is None or not any(ancestor is cls for ancestor in derived.ancestors):
        return None
    message = say(
        "`super()` is that of `{derived}` when a `{derived}` is compiled: the method calls itself again.",
        derived=derived.name,
    )
    return message, say("Write `super({cls}, self)`.", cls=cls.name)


def _own_call(call: CallSite) -> Optional[tuple[str, str]]:
    callee = call.callee
    if not (isinstance(callee, Instance) and isinstance(callee.of, ClassInfo) and callee.of.kind == "cell"):
        return None
    if callee.of.method("__call__") is None:
        return None
    message = say(
        "The graph calls `{of}.construct` here: the `__call__` of the class is passed over.", of=callee.of.name
    )
    return message, say("Put what it does into `construct`.")


class IdentityInGraph(Rule):
    """`is` compares with numbers, strings, `None`, `True` and `False` only.

    With a Cell, a tensor, a member of an Enum or an object on the right side, compilation fails, or the answer
    is not Python's.

        if self.mode is Mode.TRAIN:

    Compare with `==`, or keep the answer in an attribute that `__init__` sets. Measured on 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL651"
    name = "identity-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for node in compiled.nodes(ast.Compare):
            if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
                right = node.comparators[0]
                what = _what_is_no_constant(compiled, node.left, right)
                if what is not None:
                    text = compiled.module.text_of(right)
                    message = say("`{text}` is {what}: `is` does not find it again in the graph.", text=text, what=what)
                    fix = (
                        by_equality(compiled, node) if _is_member(compiled, right) else decided_in_init(compiled, node)
                    )
                    fix = fix or (as_text(compiled, right) if _is_made_by_object(compiled, right) else None)
                    instead = say("Compare with `==`, or decide in `__init__`.")
                    yield graph_problem(compiled, node, message, instead, fix)
        for attribute in compiled.nodes(ast.Attribute):
            member = _enum_member_behind(compiled, attribute.value) if attribute.attr in ("value", "name") else None
            if member is not None:
                text = compiled.module.text_of(attribute)
                message = say(
                    "`{text}`: a member of an IntEnum is a plain number in the graph and has no `{attr}`.",
                    text=text,
                    attr=attribute.attr,
                )
                yield graph_problem(
                    compiled, attribute, message, say("Use the member itself, or keep its value in `__init__`.")
                )


def _what_is_no_constant(compiled: Compiled, left: ast.expr, node: ast.expr) -> Optional[str]:
    if _is_member(compiled, node):
        return say("a member of an Enum")
    value = compiled.value(node)
    if isinstance(value, Instance) and is_plain_object(value):
        return say("an object")
    kind = compiled.kind(node)
    if _is_made_by_object(compiled, node):
        return say("an object")
    if kind is Kind.TENSOR and isinstance(node, ast.Name):
        # of two tensors that are two objects both modes say that they are not the same
        early = compiled.level == "strict" or compiled.targets_before("2.1")
        return say("a tensor") if value is compiled.value(left) or early else None
    if compiled.targets_before("2.1") and isinstance(value, Constant) and type(value.value) in (int, float, str):
        return say("a number or string")
    return {Kind.CELL: say("a Cell"), Kind.PARAMETER: say("a Parameter"), Kind.OBJECT: say("an object")}.get(kind)


def _is_made_by_object(compiled: Compiled, node: ast.expr) -> bool:
    """Whether a global name, or an attribute, stands for ``object()``, as a mark for what is not given."""
    assigned: list[Optional[ast.expr]] = []
    if isinstance(node, ast.Name) and node.id not in compiled.function.stores:
        for statement in compiled.module.source.tree.body:
            names = [getattr(item, "id", "") for item in statement.targets] if isinstance(statement, ast.Assign) else []
            if isinstance(statement, ast.Assign) and node.id in names:
                assigned.append(statement.value)
    elif isinstance(node, ast.Attribute):
        owner = compiled.value(node.value)
        found = owner.info.assignments.get(node.attr, []) if isinstance(owner, SelfValue) else []
        assigned += [item.expression for item in found]
    return len(assigned) == 1 and isinstance(assigned[0], ast.Call) and getattr(assigned[0].func, "id", "") == "object"


def _is_member(compiled: Compiled, node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and _is_enum(compiled.value(node.value))


def _is_enum(value: Value) -> bool:
    return isinstance(value, ClassValue) and any(ancestor in _ENUMS for ancestor in value.info.ancestors)


def _enum_member_behind(compiled: Compiled, node: ast.expr) -> Optional[str]:
    """The member of an IntEnum that `__init__` puts into the attribute that is read."""
    if not isinstance(node, ast.Attribute):
        return None
    owner = compiled.value(node.value)
    assigned = owner.info.assignments.get(node.attr, []) if isinstance(owner, SelfValue) else []
    for assignment in assigned:
        source = assignment.expression
        if isinstance(source, ast.Attribute) and isinstance(source.value, ast.Name):
            held = compiled.module.scope.env.get(source.value.id)
            if isinstance(held, ClassValue) and "enum.IntEnum" in held.info.ancestors:
                return source.attr
    return None


class TensorMethod(Rule):
    """A method of tensors that the graph lacks, or takes for another one.

    `x.transpose(0, 1)` swaps two axes in PyNative mode. The graph takes the numbers for the order of all axes: a
    matrix stays as it is, anything else is refused. `expand` is refused, and so is a graph that returns `x.value()`;
    `set_dtype` does nothing.

        keys = keys.transpose(1, 2)

    Use what both modes know:

        keys = keys.swapaxes(1, 2)

    Measured on MindSpore 2.7.0 and 2.10.0, `value` and `set_dtype` on 2.0.0 too.
    """

    code = "MSL658"
    name = "tensor-method-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    gives_way = True  # MSL404 tells of the axes in both modes
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in compiled.calls:
            function = call.node.func
            if isinstance(function, ast.Attribute) and compiled.is_tensor(function.value):
                said = _tensor_method(compiled, call, function.attr)
                if said is not None:
                    yield graph_problem(compiled, call.node, *said, as_tensor_method(compiled, call.node))


def _is_returned(compiled: Compiled, node: ast.AST) -> bool:
    parent = compiled.module.parents.get(node)
    while isinstance(parent, (ast.IfExp, ast.Tuple, ast.List)):
        parent = compiled.module.parents.get(parent)
    return isinstance(parent, ast.Return)


def _tensor_method(compiled: Compiled, call: CallSite, name: str) -> Optional[tuple[str, str]]:
    arguments = call.node.args
    text = compiled.module.text_of(call.node)
    if name == "set_dtype":
        return say("`{call}` does nothing in the graph.", call=text), say("Write `x = x.astype(...)`.")
    if name == "value" and not arguments and _is_returned(compiled, call.node):
        return say("A graph that returns `{call}` of a tensor is refused.", call=text), say("Return the tensor itself.")
    if not compiled.targets_from("2.1"):
        return None
    if name == "expand" and arguments:
        return say("`{call}` is refused in the graph.", call=text), say("Use `broadcast_to`.")
    if name == "to" and compiled.targets_from("2.8") and arguments:
        device = compiled.value(arguments[0])
        if isinstance(device, Constant) and isinstance(device.value, str):
            return say("`{call}` is refused in the graph: tensors are not moved there.", call=text), say(
                "Leave it out."
            )
    if name == "transpose" and len(arguments) == 2:
        values = [compiled.value(item) for item in arguments]
        axes = [value.value for value in values if isinstance(value, Constant) and type(value.value) is int]
        if len(axes) == 2 and not all(-2 <= axis < 2 for axis in axes):
            return say("`{call}` names two axes: the graph wants the order of all, and refuses it.", call=text), say(
                "Use `swapaxes`."
            )
        if len(axes) == 2 and [axis % 2 for axis in axes] != [1, 0]:
            return say("`{call}` does not swap axes in the graph: it takes the numbers for an order.", call=text), say(
                "Use `swapaxes`."
            )
    return None


class RefusedInGraph(Rule):
    """What MindSpore itself refuses in compiled code.

    Some methods of Cells and Parameters are for the code around the graph: they list parameters, register
    hooks, or change data out of the graph's sight.

        self.weight.set_data(value)

    Assign to a Parameter, or use `ops.assign`; collect parameters in `__init__`:

        self.weight = value

    The list is that of the installed parser, of 2.0.0 to 2.10.0, and what measuring added to it.
    """

    code = "MSL652"
    name = "refused-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.targets_before("2.1"):
            yield from shapes_before_2_1(compiled)
        for call in compiled.calls:
            instead = _refused_call(compiled, call)
            if instead is not None:
                text = compiled.module.text_of(call.node.func)
                message = say("`{text}()` is refused in the graph.", text=text)
                fix = _assignment(compiled, call.node, instead) or _in_init(compiled, call)
                yield graph_problem(compiled, call.node, message, instead, fix)
        for node in compiled.nodes(ast.Attribute):
            is_parameter = node.attr in _REFUSED_OF_PARAMETERS and compiled.kind(node.value) is Kind.PARAMETER
            if is_parameter or _is_found_by_getattr(compiled, node):
                text = compiled.module.text_of(node)
                instead = say("Read it in `__init__`, and keep what it says.")
                yield graph_problem(compiled, node, say("`{text}` is not known in the graph.", text=text), instead)


def _refused_call(compiled: Compiled, call: CallSite) -> Optional[str]:
    name = call.name
    function = call.node.func
    is_assigned = isinstance(function, ast.Attribute) and function.attr == "assign_value"
    if is_assigned and compiled.kind(function.value) is Kind.PARAMETER:  # type: ignore[attr-defined]
        return _INSTEAD["assign_value"]
    if not name.startswith("mindspore."):
        return None
    if name.startswith("mindspore.log."):
        return say("Do it outside of the graph; `print` is part of it.")
    owner, _, leaf = name.rpartition(".")
    catalog = compiled.module.catalog
    for version in catalog.versions:
        facts = graph_facts(version)
        if any(name.startswith(module + ".") for module in facts.forbidden_modules):
            return say("Do it outside of the graph; `print` is part of it.")
        for refused in facts.forbidden:
            refused_owner, _, refused_leaf = refused.rpartition(".")
            cls = refused_owner.rpartition(".")[2]
            if refused_leaf == leaf and cls in _BASES and catalog.is_subclass(owner, _BASES[cls]):
                return _INSTEAD.get(leaf, say("Do it outside of the graph."))
    if name.startswith(_PARAMETER) and leaf in ("set_data", "assign_value"):
        return _INSTEAD[leaf]
    if leaf in ("set_train", "set_grad", "parameters_and_names") and catalog.is_subclass(owner, "mindspore.nn.Cell"):
        return _INSTEAD.get(leaf, say("Do it outside of the graph."))
    if leaf in ("cells", "cells_and_names") and catalog.is_subclass(owner, "mindspore.nn.Cell"):
        return say("Keep the Cells in a CellList, and loop over that.")
    if leaf == "name_cells" and compiled.targets_before("2.1"):
        return say("Keep the Cells in a CellList, and loop over that.")
    if leaf == "Parameter" and owner == "mindspore":
        return say("Make Parameters in `__init__`.")
    return None


def _assignment(compiled: Compiled, node: ast.Call, instead: str) -> Optional[Rewrite]:
    if instead is not _ASSIGN or not isinstance(node.func, ast.Attribute) or len(node.args) != 1 or node.keywords:
        return None
    return assigned_to_parameter(compiled, node.func.value, node)


def _in_init(compiled: Compiled, call: CallSite) -> Optional[Rewrite]:
    """What has to be made, or read, in ``__init__``."""
    leaf = call.name.rpartition(".")[2]
    if call.name == "mindspore.Parameter":
        return made_in_init(compiled, call.node, say("it is made once from then on, and keeps what is assigned to it"))
    if leaf in ("trainable_params", "get_parameters", "cells"):
        return read_in_init(compiled, call.node, leaf == "cells")
    return None


_BASES = {"Cell": "mindspore.nn.Cell", "Parameter": "mindspore.Parameter", "Tensor": "mindspore.Tensor"}
_ASSIGN = say("Assign to it (`self.weight = value`), or use `ops.assign`.")
_INSTEAD = {
    "set_data": _ASSIGN,
    "assign_value": _ASSIGN,
    "set_train": say("Call it on the Cell before the first call."),
    "get_parameters": say("Collect them in a ParameterTuple in `__init__`."),
    "trainable_params": say("Collect them in a ParameterTuple in `__init__`."),
    "parameters_and_names": say("Collect them in a ParameterTuple in `__init__`."),
}


def _is_found_by_getattr(compiled: Compiled, node: ast.Attribute) -> bool:
    """Whether only the `__getattr__` of a plain object gives the attribute."""
    owner = compiled.value(node.value)
    if not (isinstance(owner, Instance) and isinstance(owner.of, ClassInfo) and is_plain_object(owner)):
        return False
    info = owner.of
    return (
        info.method("__getattr__") is not None
        and info.method(node.attr) is None
        and node.attr not in info.assignments
        and node.attr not in info.class_names
    )
