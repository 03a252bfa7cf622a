"""MSL33x: what torch calls the parts of layers, and how MindSpore keeps them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, RAISES
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import renamed, replaced
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.guards import KIND_QUESTION, is_asked_for, is_guarded
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import ClassValue, Symbol

_NORM = {"weight": "gamma", "bias": "beta"}
_BATCH_NORM = {**_NORM, "running_mean": "moving_mean", "running_var": "moving_variance"}
#: torch's attributes of layers, and MindSpore's.
_ATTRIBUTES = {
    "mindspore.nn.Dense": {"in_features": "in_channels", "out_features": "out_channels"},
    "mindspore.nn.Embedding": {
        "weight": "embedding_table",
        "num_embeddings": "vocab_size",
        "embedding_dim": "embedding_size",
    },
    **{f"mindspore.nn.BatchNorm{axes}d": _BATCH_NORM for axes in (1, 2, 3)},
    "mindspore.nn.SyncBatchNorm": _BATCH_NORM,
    "mindspore.nn.LayerNorm": _NORM,
    "mindspore.nn.GroupNorm": _NORM,
    **{f"mindspore.nn.InstanceNorm{axes}d": _NORM for axes in (1, 2, 3)},
}


class LayerAttribute(Rule):
    """An attribute of a layer under torch's name.

    The scale and the shift of a norm are `gamma` and `beta`, the running statistics `moving_mean` and
    `moving_variance`, the table of an Embedding is `embedding_table`, and a Dense has `in_channels` and
    `out_channels`. Reading torch's name raises an AttributeError. In loops over the layers of a network the class is
    known from the `isinstance` around.

    ```python
    if isinstance(cell, nn.LayerNorm):
        cell.weight.set_data(initializer('ones', cell.weight.shape))  # torch's name
        cell.gamma.set_data(initializer('ones', cell.gamma.shape))
    ```
    """

    code = "MSL331"
    name = "layer-attribute"
    fix = Applicability.SAFE
    references = tuple(f"{layer}.{name}" for layer, names in _ATTRIBUTES.items() for name in names)
    nodes = (ast.If,)
    calls = ("mindspore.nn.Embedding.from_pretrained",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not call.module.has_dialect:
            yield Problem(
                call.node,
                say("`nn.Embedding` has no `from_pretrained`: the call raises an AttributeError."),
                say("Write `nn.Embedding(*table.shape, embedding_table=table)`."),
            )

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        node = reference.node
        if reference.owner is None or reference.is_stored or not isinstance(node, ast.Attribute):
            return
        layer = reference.module.canonical(reference.qualified_name).rpartition(".")[0]
        if layer not in _ATTRIBUTES:
            return
        # what a function is given here need not be what the branch is for; `check_node` reads those for one class
        if isinstance(node.value, ast.Name) and is_guarded(reference.module, node, KIND_QUESTION, ()):
            return
        yield from self._problem(reference.module, node, [layer])

    def check_node(self, node: ast.AST, module: Module) -> Iterator[Problem]:
        found = checked_class(node.test, module) if isinstance(node, ast.If) else None
        if found is None or not isinstance(node, ast.If):
            return
        name, layers = found[0], [layer for layer in found[1] if layer in _ATTRIBUTES]
        if not layers or len(layers) < len(found[1]):
            return
        for item in ast.walk(ast.Module(node.body, [])):
            if (
                isinstance(item, ast.Attribute)
                and isinstance(item.ctx, ast.Load)
                and isinstance(item.value, ast.Name)
                and item.value.id == name
            ):
                yield from self._problem(module, item, layers)

    def _problem(self, module: Module, node: ast.Attribute, layers: list[str]) -> Iterator[Problem]:
        """A problem where none of the layers that it may be has the attribute."""
        targets = {_ATTRIBUTES[layer].get(node.attr) for layer in layers}
        known = any(module.catalog.find(f"{layer}.{node.attr}") is not None for layer in layers)
        if None in targets or known or module.has_dialect or is_asked_for(module, node, node.attr):
            return
        receiver = module.text_of(node.value)
        if f"{receiver}.{node.attr} = " in module.source.code:
            return
        shown = sorted(f"nn.{layer.rpartition('.')[2]}" for layer in layers)[0]
        target = sorted(name for name in targets if name)[0]
        yield Problem(
            node,
            say(
                "`{layer}` has no `{name}`: reading `{text}` raises an AttributeError.",
                layer=shown,
                name=node.attr,
                text=module.text_of(node),
            ),
            say("Write `{written}`.", written=f"{receiver}.{target}"),
            fix=renamed(module, node, target, RAISES),
        )


def checked_class(test: ast.expr, module: Module) -> Optional[tuple[str, list[Optional[str]]]]:
    """The variable that ``isinstance`` asks for, and the qualified names of the classes, None for those that are not
    imported; None where ``or`` leaves it open."""
    tests = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    for each in tests:
        if not (isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "isinstance"):
            continue
        if len(each.args) != 2 or not isinstance(each.args[0], ast.Name):
            continue
        classes = each.args[1].elts if isinstance(each.args[1], ast.Tuple) else [each.args[1]]
        return each.args[0].id, [_qualified(item, module) for item in classes]
    return None


def _qualified(expression: ast.expr, module: Module) -> Optional[str]:
    """The qualified name of a dotted name that is imported at the top of the module."""
    attributes: list[str] = []
    while isinstance(expression, ast.Attribute):
        attributes.append(expression.attr)
        expression = expression.value
    root = module.scope.env.get(expression.id) if isinstance(expression, ast.Name) else None
    if isinstance(root, ClassValue):
        return None
    return module.canonical(".".join([root.name, *reversed(attributes)])) if isinstance(root, Symbol) else None


class ConvolutionWeightAxes(Rule):
    """The kernel size read from the weight of a convolution over one axis.

    `nn.Conv1d` keeps its weight as that of an image one pixel high, `(out, in, 1, kernel)`: the third number is 1,
    where torch's is the size of the kernel. A weight of torch, copied, has an axis less.

    ```python
    conv.weight.shape[2]  # torch: the size of the kernel. MindSpore: 1
    conv.weight.shape[3]
    ```
    """

    code = "MSL330"
    name = "convolution-weight-axes"
    fix = Applicability.UNSAFE
    references = ("mindspore.nn.Conv1d.weight", "mindspore.nn.Conv1dTranspose.weight")

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        module = reference.module
        shape = module.parents.get(reference.node)
        index = module.parents.get(shape) if isinstance(shape, ast.Attribute) and shape.attr == "shape" else None
        if not (isinstance(index, ast.Subscript) and index.value is shape and isinstance(shape, ast.Attribute)):
            return
        if isinstance(index.slice, ast.Constant) and index.slice.value == 2:
            text = module.text_of(shape)
            yield Problem(
                index,
                say(
                    "`{shape}` is (out, in, 1, kernel): `{text}` is 1, not the size of the kernel.",
                    shape=text,
                    text=module.text_of(index),
                ),
                say("Write `{written}`.", written=f"{text}[3]"),
                fix=replaced(module, index.slice, "3", AS_ORIGINAL),
                confidence=Confidence.LIKELY,
            )
