"""MSL2xx: calls that the signature of the targeted MindSpore does not accept."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ms_lint.findings import Confidence
from ms_lint.knowledge.catalog import Bound, Signature
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.flow import Call
from ms_lint.semantics.values import Constant, Instance, alternatives

_MAXIMUM_SHOWN = 3
#: Bound by C in some versions, where the source that the catalog was read from shows no parameters.
_UNREADABLE = frozenset({"mindspore.Tensor"})


def _refusals(call: Call) -> list[tuple[Signature, Bound]]:
    """Each signature with what does not fit it, when no overload of a targeted version accepts the call."""
    if call.qualified_name in _UNREADABLE or any(bound.fits for _, bound in call.attempts):
        return []
    return call.attempts


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_MAXIMUM_SHOWN])
    return shown + (f" and {len(names) - _MAXIMUM_SHOWN} more" if len(names) > _MAXIMUM_SHOWN else "")


def _accepted(call: Call, signature: Signature) -> str:
    """The form of the call that is accepted: all required parameters, and a few of the others."""
    names = [p.name for p in signature.parameters if p.required]
    optional = [f"{p.name}={p.default}" for p in signature.parameters if not p.required and p.kind == "positional"]
    shown = names + optional[: max(0, _MAXIMUM_SHOWN - len(names))]
    more = ", ..." if len(shown) < len(signature.parameters) else ""
    return f"Write `{call.text}({', '.join(shown)}{more})`."


class MissingArgument(Rule):
    """A call of a MindSpore class or function without an argument that it requires.

    It raises a TypeError. The signature is that of the targeted version; where a name has several
    forms, none of them accepts the call. Calls with `*` or `**` are not judged.

    ```python
    self.conv = nn.Conv2d()  # in_channels, out_channels and kernel_size are required
    ```
    """

    code = "MSL201"
    name = "missing-argument"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.missing for _, bound in refusals):
            return
        signature, bound = refusals[-1]
        missing, unexpected = bound.missing, bound.unexpected
        verb = "are" if len(missing) > 1 else "is"
        unknown = f"has no parameter {_listed(unexpected)} and " if unexpected else ""
        yield Problem(
            call.node,
            f"`{call.text}` {unknown}lacks {_listed(missing)}, which {verb} required: the call raises a TypeError.",
            _accepted(call, signature),
        )


class TooManyArguments(Rule):
    """A call of a MindSpore class or function with more positional arguments than it has parameters.

    It raises a TypeError. Calls with `*` are not judged.
    """

    code = "MSL202"
    name = "too-many-arguments-in-call"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.surplus for _, bound in refusals):
            return
        most = max(len(signature.positional) for signature, _ in refusals)
        given = len(call.node.args)
        yield Problem(
            call.node,
            f"`{call.text}` takes at most {most} positional argument{'s' if most != 1 else ''} and is given {given}: "
            "the call raises a TypeError.",
            _accepted(call, refusals[-1][0]),
        )


class WithLossCellInputs(Rule):
    """`nn.WithLossCell` around a loss that needs more than the output and one label.

    `WithLossCell` has the columns `data` and `label` and computes `loss_fn(backbone(data), label)`.
    A loss with three or more required inputs raises a TypeError at the first step, in both modes. The
    same holds for `ms.Model(net, loss_fn, optimizer)`, which builds this Cell.

    ```python
    class NetWithLoss(nn.Cell):
        def __init__(self, backbone, loss):
            super().__init__()
            self.backbone = backbone
            self.loss = loss

        def construct(self, image, position, rotation):
            return self.loss(*self.backbone(image), position, rotation)
    ```
    """

    code = "MSL203"
    name = "with-loss-cell-inputs"
    calls = ("mindspore.nn.WithLossCell",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        loss = call.argument("loss_fn")
        losses = [value.of for value in alternatives(loss) if isinstance(value, Instance)] if loss else []
        for info in losses:
            if not isinstance(info, ClassInfo) or info.kind != "cell" or info.entry is None:
                continue
            required = [parameter.name for parameter in info.entry.signature.parameters if parameter.required]
            if len(required) <= 2:
                continue
            expression = call.expression("loss_fn")
            shown = call.module.text_of(expression) if expression is not None else "loss_fn"
            # in a document the class may stand for a placeholder name such as `NetLoss`
            region = call.module.source.region(call.node.lineno)
            yield Problem(
                call.node,
                f"`{call.text}` calls `{shown}` with two inputs, the output and one label; `{info.name}.construct` "
                f"needs {len(required)} ({_listed(tuple(required))}).",
                "Write a Cell of your own that takes all columns of the dataset and calls the loss.",
                confidence=Confidence.LIKELY if region.kind == "fence" else None,
            )


class PlaceholderArgument(Rule):
    """A name that holds `...` is passed to MindSpore.

    `opt = ...` stands for something still to be written; MindSpore gets the Ellipsis object and raises.
    """

    code = "MSL204"
    name = "placeholder-argument"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        expressions = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
        for expression in expressions:
            value = call.module.value_of(expression, call)
            if isinstance(expression, ast.Name) and isinstance(value, Constant) and value.value is Ellipsis:
                yield Problem(
                    expression,
                    f"`{expression.id}` is still the placeholder `...` when it is passed to `{call.text}`.",
                    f"Give `{expression.id}` its value first.",
                )
