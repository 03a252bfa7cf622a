"""MSL515 to MSL518: Parameters that are updated by hand, and stay what they were."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.call_fix import spelled
from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.versions import version_key
from ms_lint.messages import say
from ms_lint.place_fix import replaced, unsafe
from ms_lint.rules import Problem, Problems, Rewrite, Rule
from ms_lint.semantics.compiled import Compiled, Kind
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Reference
from ms_lint.semantics.operators import symbol
from ms_lint.semantics.reads import ancestors, assigned_expression, scope_of
from ms_lint.semantics.values import Instance

from .aliases import position
from .graph_fixes import assigned_to_parameter, operand
from .graph_masks import is_mask
from .graph_wording import graph_problem
from .wording import versions_as_words

#: Methods of a Cell that give its Parameters: alone, in pairs with their names, or as a dict.
_LISTS = frozenset("get_parameters trainable_params untrainable_params".split())
_PAIRS = "parameters_and_names"
_DICT = "parameters_dict"
_COPIES = frozenset("clone copy".split())
_WRAPPERS = frozenset("filter list reversed sorted tuple ParameterTuple".split())
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LONGEST_CHAIN = 4
_Update = Union[ast.Assign, ast.AugAssign]


class ParameterRebound(Rule):
    """A Parameter in a loop is given a new value under its local name.

    `p = 0.9 * p + 0.1 * q` and `p *= 0.9` bind the name `p` to a new tensor. The Parameter that the loop gave is not
    changed, and the next turn takes the next one: nothing was updated. In torch `p.mul_(0.9)`, `p *= 0.9` and
    `p.data = ...` change the parameter itself, and it is from such loops that these are ported: a running average of
    the weights, an optimizer's step, weights that are initialized.

    ```python
    for p, q in zip(ema.get_parameters(), model.get_parameters()):
        p = 0.9 * p + 0.1 * q
    ```

    Use instead:

    ```python
    for p, q in zip(ema.get_parameters(), model.get_parameters()):
        p.set_data(0.9 * p + 0.1 * q)
    ```
    """

    code = "MSL515"
    name = "parameter-rebound"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    nodes = (ast.For,)

    def check_node(self, node: ast.AST, module: Module) -> Iterator[Problem]:
        assert isinstance(node, ast.For)
        if not module.imports_framework("mindspore") or module.has_dialect:
            return
        for target in parameters_of(module, node):
            update = _lost_update(module, node, target.id)
            if update is None:
                continue
            value = module.text_of(update.value)
            sign = f"{symbol(update.op)}=" if isinstance(update, ast.AugAssign) else "="
            yield Problem(
                update,
                say(
                    "`{shown}` binds the name `{name}` to a new tensor, which nothing uses: the Parameter keeps its "
                    "value.",
                    shown=f"{target.id} {sign} {value}",
                    name=target.id,
                ),
                say("Write `{name}.set_data(...)`.", name=target.id),
                fix=_set_data(module, update, target.id),
            )


def _set_data(module: Module, update: Union[ast.Assign, ast.AugAssign], name: str) -> Optional[Rewrite]:
    value = module.text_of(update.value)
    if isinstance(update, ast.AugAssign):
        sign = symbol(update.op)
        value = f"{name} {sign} {operand(module, update.value, sign)}"
    return replaced(module, update, f"{name}.set_data({value})", say("the name alone gets the new value"))


def parameters_of(module: Module, loop: ast.For) -> Iterator[ast.Name]:
    """The names that a loop over the Parameters of a Cell gives them."""
    yield from _named(module, loop.target, loop.iter)


def loop_over_parameters(module: Module, name: ast.Name) -> Optional[ast.For]:
    """The loop around that gives a name to Parameters."""
    for loop in ancestors(module, name):
        if isinstance(loop, ast.For) and any(target.id == name.id for target in parameters_of(module, loop)):
            return loop
    return None


def _named(module: Module, target: ast.expr, iterated: ast.expr, depth: int = _LONGEST_CHAIN) -> Iterator[ast.Name]:
    if isinstance(iterated, ast.Attribute) and isinstance(target, ast.Name) and depth > 0:
        if _keeps_copies(module, iterated, depth - 1):
            yield target
        return
    if isinstance(iterated, ast.Name):
        assigned = assigned_expression(module, iterated)
        if assigned is not None and depth > 0:
            yield from _named(module, target, assigned, depth - 1)
        return
    if not isinstance(iterated, ast.Call) or depth == 0:
        return
    function, arguments = iterated.func, iterated.args
    name = getattr(function, "attr", getattr(function, "id", ""))
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    is_dict = isinstance(function, ast.Attribute) and _is_dict(module, function.value)
    if name in _LISTS or (name == "values" and is_dict):
        if isinstance(target, ast.Name):
            yield target
    elif name == _PAIRS or (name == "items" and is_dict):
        if len(parts) == 2 and isinstance(parts[1], ast.Name):
            yield parts[1]
    elif name == "zip":
        for part, argument in zip(parts, arguments):
            yield from _named(module, part, argument, depth - 1)
    elif name == "enumerate" and len(parts) == 2 and arguments:
        yield from _named(module, parts[1], arguments[0], depth - 1)
    elif name in _WRAPPERS and arguments:
        yield from _named(module, target, arguments[-1], depth - 1)


def _keeps_copies(module: Module, attribute: ast.Attribute, depth: int) -> bool:
    """Whether an attribute is set once in its class, to a list of the Parameters of a Cell or of copies of them."""
    cls = next((item for item in ancestors(module, attribute) if isinstance(item, ast.ClassDef)), None)
    made = [
        node.value
        for node in (ast.walk(cls) if cls is not None else ())
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and ast.dump(node.targets[0].value) == ast.dump(attribute.value)
        and node.targets[0].attr == attribute.attr
    ]
    if len(made) != 1:
        return False
    value = made[0]
    if not isinstance(value, ast.ListComp) or len(value.generators) != 1:
        return any(_named(module, ast.Name(attribute.attr, ast.Store()), value, depth))
    item, copied = value.elt, value.generators[0]
    while isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute) and item.func.attr in _COPIES:
        item = item.func.value
    names = {name.id for name in _named(module, copied.target, copied.iter, depth)}
    return isinstance(item, ast.Name) and item.id in names


def _is_dict(module: Module, node: ast.expr) -> bool:
    """Whether an expression is what ``parameters_dict`` gives."""
    if isinstance(node, ast.Name):
        node = assigned_expression(module, node) or node
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == _DICT


def _lost_update(module: Module, loop: ast.For, name: str) -> Optional[_Update]:
    """The first place in a loop that gives the name of a Parameter a new value, if nothing reads the name after it
    but such places."""
    updates = [item for item in ast.walk(loop) if isinstance(item, (ast.Assign, ast.AugAssign)) and _binds(item, name)]
    if not updates:
        return None
    first = min(updates, key=position)
    inside = {id(part) for update in updates for part in ast.walk(update)}
    names = sorted(
        (
            item
            for item in ast.walk(scope_of(module, loop))
            if isinstance(item, ast.Name) and item.id == name and position(item) > position(first)
        ),
        key=position,
    )
    end = (loop.end_lineno or loop.lineno, loop.end_col_offset or 0)
    for item in names:
        if id(item) in inside or _is_of_comprehension(module, item):
            continue
        if isinstance(item.ctx, ast.Load):
            return None
        if position(item) > end:
            break
    return first


def _binds(statement: _Update, name: str) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return len(targets) == 1 and isinstance(targets[0], ast.Name) and targets[0].id == name


def _is_of_comprehension(module: Module, name: ast.Name) -> bool:
    """Whether a name is a variable of a comprehension around it."""
    return any(
        isinstance(item, ast.Name) and item.id == name.id
        for around in ancestors(module, name)
        if isinstance(around, _COMPREHENSIONS)
        for generator in around.generators
        for item in ast.walk(generator.target)
    )


class ParameterElementsInGraph(Rule):
    """Elements of a Parameter are assigned by a slice or by a mask, in compiled code.

    The Parameter keeps its value after the graph has run: what was assigned is lost, without an error. In PyNative
    mode and in torch the Parameter is changed. Measured on MindSpore 2.7.0 and 2.10.0 for one slice, `...`, `None` or
    one mask, and for a number with a slice after it. Numbers, lists and tensors of indices are right.

        self.memory[:n] = x

    Use instead:

        ops.assign(self.memory, ops.concat((x, self.memory[n:])))

    or an index that is a number, or several slices (`self.table[:, :] = x`).
    """

    code = "MSL516"
    name = "parameter-elements-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = "the whole new value has to be put together from the parts that are kept and the one that is assigned"

    def check_compiled(self, compiled: Compiled) -> Problems:
        for statement in compiled.nodes(ast.Assign, ast.AugAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Subscript) or compiled.kind(target.value) is not Kind.PARAMETER:
                continue
            if not _is_lost(compiled, target.slice):
                continue
            text = compiled.module.text_of(target.value)
            yield graph_problem(
                compiled,
                statement,
                say(
                    "`{target}` is assigned to in the graph only: the Parameter `{text}` keeps its value.",
                    target=compiled.module.text_of(target),
                    text=text,
                ),
                say("Write `ops.assign({text}, ...)` with the whole new value.", text=text),
            )


def _is_lost(compiled: Compiled, index: ast.expr) -> bool:
    if isinstance(index, ast.Tuple):
        if len(index.elts) != 2:
            return False
        first, last = index.elts
        is_number = compiled.kind(first) is Kind.CONSTANT and not isinstance(first, ast.Slice)
        return is_number and isinstance(last, ast.Slice) and getattr(first, "value", 0) not in (None, Ellipsis)
    if isinstance(index, ast.Constant):
        return index.value is None or index.value is Ellipsis
    return isinstance(index, ast.Slice) or is_mask(compiled, index)


class ParameterDataSet(Rule):
    """`.data` of a Parameter is assigned to where it cannot be: in compiled code, and in versions up to 2.7.

    In torch `p.data = value` changes the parameter. MindSpore can do so from 2.8 on, but not in a graph: there it
    raises an error. Up to 2.7 `data` can only be read, and the assignment raises an AttributeError everywhere.
    `set_data` (outside of graphs) and `ops.assign` are there in all versions.

    ```python
    layer.weight.data = value  # torch
    layer.weight.set_data(value)  # mindspore
    ```

    Measured on MindSpore 2.7.0 and 2.10.0.
    """

    code = "MSL517"
    name = "parameter-data-set"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    references = ("mindspore.Parameter.data",)
    nodes = (ast.For,)

    def check_reference(self, reference: Reference) -> Problems:
        node, module = reference.node, reference.module
        if not reference.is_stored or not isinstance(node, ast.Attribute):
            return
        if isinstance(node.value, ast.Name) and loop_over_parameters(module, node.value) is not None:
            return  # told of the loop
        yield from _not_settable(module, node)

    def check_node(self, node: ast.AST, module: Module) -> Problems:
        assert isinstance(node, ast.For)
        if not module.imports_framework("mindspore") or module.has_dialect:
            return
        names = {target.id for target in parameters_of(module, node)}
        for part in ast.walk(node) if names else ():
            if (
                isinstance(part, ast.Attribute)
                and part.attr == "data"
                and isinstance(part.ctx, ast.Store)
                and isinstance(part.value, ast.Name)
                and part.value.id in names
            ):
                yield from _not_settable(module, part)

    def check_compiled(self, compiled: Compiled) -> Problems:
        if _without_setter(compiled.module):
            return
        for statement in compiled.nodes(ast.Assign, ast.AugAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Attribute) or target.attr != "data":
                continue
            if compiled.kind(target.value) is not Kind.PARAMETER:
                continue
            yield graph_problem(
                compiled,
                statement,
                say(
                    "`{target}` cannot be set in the graph: it raises an error.", target=compiled.module.text_of(target)
                ),
                say("Write `ops.assign({text}, ...)`.", text=compiled.module.text_of(target.value)),
                fix=_assigned_data(compiled.module, statement),
            )


def _not_settable(module: Module, node: ast.Attribute) -> Problems:
    lacking = _without_setter(module)
    if lacking:
        yield Problem(
            node,
            say(
                "`{node}` cannot be set in {versions}: an AttributeError.",
                node=module.text_of(node),
                versions=versions_as_words(lacking),
            ),
            say("Write `{text}.set_data(...)`.", text=module.text_of(node.value)),
            fix=_data_by_method(module, node),
        )


def _data_by_method(module: Module, node: ast.Attribute) -> Optional[Rewrite]:
    """The fix that calls `set_data`."""
    statement = module.parents.get(node)
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or isinstance(statement.value, ast.Tuple):
        return None
    text = f"{module.text_of(node.value)}.set_data({module.text_of(statement.value)})"
    reason = say("a value that is no Tensor is refused")
    return unsafe(replaced(module, statement, text, reason), reason)


def _assigned_data(module: Module, statement: Union[ast.Assign, ast.AugAssign]) -> Optional[Rewrite]:
    """The fix that assigns to the Parameter itself."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1 or isinstance(statement.value, ast.Tuple):
        return None
    target = statement.targets[0]
    if not isinstance(target, ast.Attribute):
        return None
    needed = set[str]()
    assign = spelled(module, "mindspore.ops.assign", needed)
    text = f"{assign}({module.text_of(target.value)}, {module.text_of(statement.value)})"
    reason = say("a value of another shape or type is refused")
    return unsafe(replaced(module, statement, text, reason, needed), reason)


#: From here on `data` is Tensor's, with a setter: the tables of the releases, and 2.7.0 and 2.10.0 run.
_SETTER_SINCE = (2, 8)


def _without_setter(module: Module) -> list[str]:
    """The targeted versions in which `data` of a Parameter can only be read."""
    return [version for version in module.catalog.versions if version_key(version)[:2] < _SETTER_SINCE]


class ParameterOfPartSet(Rule):
    """A Parameter of another Cell is assigned to in compiled code.

    `self.weight = value` of the Cell's own Parameter is right in a graph. For that of a Cell within it the assignment
    raises an AttributeError when the graph runs. In PyNative mode it sets the value.

        self.encoder.weight = value

    Use instead:

        ops.assign(self.encoder.weight, value)

    Measured on MindSpore 2.7.0 and 2.10.0.
    """

    code = "MSL518"
    name = "parameter-of-part-set"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for statement in compiled.nodes(ast.Assign, ast.AugAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            if not isinstance(target, ast.Attribute) or not _is_of_part(compiled, target):
                continue
            text = compiled.module.text_of(target)
            yield graph_problem(
                compiled,
                statement,
                say("`{text}` is a Parameter of another Cell: setting it in the graph raises an error.", text=text),
                say("Write `ops.assign({text}, ...)`.", text=text),
                _assigned(compiled, statement, target),
            )


def _assigned(
    compiled: Compiled, statement: Union[ast.Assign, ast.AugAssign], target: ast.Attribute
) -> Optional[Rewrite]:
    if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
        return None
    return assigned_to_parameter(compiled, target, statement)


#: Parameters of the layers of mindspore.nn.
_PARTS = frozenset("beta bias embedding_table gamma moving_mean moving_variance weight".split())


def _is_of_part(compiled: Compiled, target: ast.Attribute) -> bool:
    """Whether an attribute is a Parameter of a Cell that is itself an attribute."""
    owner = compiled.value(target.value)
    if not isinstance(owner, Instance) or not isinstance(target.value, ast.Attribute):
        return False
    if isinstance(owner.of, str):
        return target.attr in _PARTS and compiled.kind(target.value) is Kind.CELL
    owner.of.module.follow_class(owner.of)
    assignments = owner.of.assignments.get(target.attr, ())
    return bool(assignments) and all(
        isinstance(item.value, Instance) and item.value.of == "mindspore.Parameter" for item in assignments
    )
