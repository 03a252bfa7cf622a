"""MSL2xx: calls that the signature of the targeted MindSpore does not accept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES, CallFix
from ms_lint.findings import Applicability, Confidence
from ms_lint.knowledge.catalog import Bound, Signature, package
from ms_lint.knowledge.keywords import DROPPED, LEFT_OUT, OTHER_FORM, OTHER_VALUE, RENAMED, SAME
from ms_lint.messages import Message, conjunction, say, sentences
from ms_lint.place_fix import replaced
from ms_lint.rules import Place, Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.guards import CATCH_ALL, QUESTION, SIGNATURE, is_guarded
from ms_lint.semantics.observer import Call
from ms_lint.semantics.values import Constant, Instance, alternatives

from .advice_fixes import as_advised
from .call_forms import other_form
from .keyword_origin import whose_keywords
from .wording import MAXIMUM_SHOWN, history, listed, nearest, targeted

_MAXIMUM_PARAMETERS = 8
#: Callables whose signature in the catalog is not the whole truth.
UNREADABLE = frozenset(
    {
        # bound by C in some versions, where the source that the catalog was read from shows no parameters
        "mindspore.Tensor",
        # dispatched by C, which takes more names than the documented ones (tried on 2.10.0):
        "mindspore.Tensor.unsqueeze",  # `axis` for `dim`
        "mindspore.Tensor.where",  # `other` for `y`
    }
)
#: The default of a parameter that a callable reads out of its `**kwargs`: it may read others in ways that the
#: catalog does not see (`dataset_strategy` of `set_auto_parallel_context`).
_READ_FROM_KWARGS = "..."
#: MSL105 speaks of it for layers and functions.
_INPLACE = "inplace"


def _refusals(call: Call) -> list[tuple[Signature, Bound]]:
    """Each signature with what does not fit it, when no overload of a targeted version accepts the call."""
    # a dialect package puts methods of its own on MindSpore's Tensor
    patched = call.module.has_dialect and call.qualified_name.startswith("mindspore.Tensor.")
    return [] if patched or call.qualified_name in UNREADABLE else call.refusals


def _unknown_keywords(call: Call) -> tuple[str, ...]:
    """The keywords of a call that no overload of any targeted version has, in the call's order, without
    those that MSL105 speaks of. Empty where `*` or `**` in the call may change what the rest means."""
    keywords = [keyword.arg for keyword in call.node.keywords]
    if not keywords or None in keywords or any(isinstance(item, ast.Starred) for item in call.node.args):
        return ()
    refusals = _refusals(call)
    if not refusals:
        return ()
    parameters = [parameter for signature, _ in refusals for parameter in signature.parameters]
    if any(parameter.kind == "keyword" and parameter.default == _READ_FROM_KWARGS for parameter in parameters):
        return ()
    known = {parameter.name for parameter in parameters}
    if call.qualified_name.startswith(("mindspore.nn.", "mindspore.ops.")):
        known.add(_INPLACE)
    return tuple(
        keyword
        for keyword in keywords
        if keyword is not None and keyword not in known and all(keyword in bound.unexpected for _, bound in refusals)
    )


def _keyword_history(call: Call, keyword: str) -> Optional[str]:
    data = package("mindspore")
    if data is None:
        return None
    name, of_instance = call.qualified_name, call.qualified_name.endswith(".__call__")
    entries = [data.find(name[: -len(".__call__")] if of_instance else name, i) for i in range(len(data.versions))]
    return history(
        call.module.catalog,
        [
            entry is not None
            and any(
                parameter.name == keyword
                for signature in (entry.call_signatures if of_instance else entry.signatures)
                for parameter in signature.parameters
            )
            for entry in entries
        ],
    )


def _accepted(call: Call, signature: Signature) -> str:
    """The form of the call that is accepted: all required parameters, and a few of the others."""
    names = [p.name for p in signature.parameters if p.required]
    optional = [f"{p.name}={p.default}" for p in signature.parameters if not p.required and p.kind == "positional"]
    shown = names + optional[: max(0, MAXIMUM_SHOWN - len(names))]
    more = ["..."] if len(shown) < len(signature.parameters) else []
    return say("Write `{call}({arguments})`.", call=call.text, arguments=", ".join(shown + more))


def _may_have_default(call: Call) -> bool:
    """Whether the call of an operator is one that newer versions accept. What operators of MindSpore 1.x take was
    read from how they infer shapes, where their defaults do not stand: `ops.ReduceSum()(x)` is right in 1.8.1."""
    name = call.qualified_name
    of_instance = name.endswith(".__call__")
    entry = call.module.catalog.find(name[: -len(".__call__")] if of_instance else name)
    data = package("mindspore")
    if data is None or entry is None or not (of_instance or entry.kind == "instance"):
        return False
    newest = data.find(entry.name, len(data.versions) - 1)
    if newest is None:
        return False
    signatures = newest.call_signatures if of_instance else newest.signatures
    return any(signature.bind(call.node).fits for signature in signatures)


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
    unfixed = "the value of a required argument stands nowhere in the call"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.missing for _, bound in refusals) or _unknown_keywords(call):
            return
        if _may_have_default(call):
            return
        signature, bound = refusals[-1]
        missing = bound.missing
        yield Problem(
            call.node,
            say(
                "`{call}` lacks {names}, which are required: the call raises a TypeError.",
                call=call.text,
                names=listed(missing),
            )
            if len(missing) > 1
            else say(
                "`{call}` lacks {name}, which is required: the call raises a TypeError.",
                call=call.text,
                name=listed(missing),
            ),
            other_form(call) or _accepted(call, signature),
        )


class TooManyArguments(Rule):
    """A call of a MindSpore class or function with more positional arguments than it has parameters.

    It raises a TypeError. Calls with `*` are not judged.
    """

    code = "MSL202"
    name = "too-many-arguments-in-call"
    fix = Applicability.SAFE
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.surplus for _, bound in refusals):
            return
        most = max(len(signature.positional) for signature, _ in refusals)
        given = len(call.node.args)
        if not most:
            yield Problem(
                call.node,
                say(
                    "`{call}` takes no positional argument and is given {given}: the call raises a TypeError.",
                    call=call.text,
                    given=given,
                ),
                other_form(call) or say("Leave out what is given by position, or give it by keyword."),
                fix=_without_switch(call),
            )
            return
        advice = other_form(call) or _accepted(call, refusals[-1][0])
        yield Problem(
            call.node,
            say(
                "`{call}` takes at most {most} positional arguments and is given {given}: the call raises a TypeError.",
                call=call.text,
                most=most,
                given=given,
            )
            if most != 1
            else say(
                "`{call}` takes at most 1 positional argument and is given {given}: the call raises a TypeError.",
                call=call.text,
                given=given,
            ),
            advice,
            fix=as_advised(call.module, call.node, advice),
        )


def _without_switch(call: Call) -> Optional[Rewrite]:
    """Without the `inplace` of torch, which is all that a layer is given; what a method takes may mean anything."""
    entry, given = call.module.catalog.find(call.qualified_name), call.node.args
    if entry is None or entry.kind != "class":
        return None
    if call.node.keywords or len(given) != 1 or not isinstance(given[0], ast.Constant):
        return None
    return replaced(call.module, call.node, f"{call.text}()", RAISES) if isinstance(given[0].value, bool) else None


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
    unfixed = (
        "a Cell has to be written, and which output of the network goes to which input of the loss is not in the code"
    )
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
                say(
                    "`{call}` calls `{shown}` with two inputs, the output and one label; `{info}.construct` "
                    "needs {count} ({names}).",
                    call=call.text,
                    shown=shown,
                    info=info.name,
                    count=len(required),
                    names=listed(tuple(required)),
                ),
                say("Write a Cell of your own that takes all columns of the dataset and calls the loss."),
                confidence=Confidence.LIKELY if region.kind == "fence" else None,
            )


class PlaceholderArgument(Rule):
    """A name that holds `...` is passed to MindSpore.

    `opt = ...` stands for something still to be written; MindSpore gets the Ellipsis object and raises.
    """

    code = "MSL204"
    name = "placeholder-argument"
    unfixed = "`...` stands for what the author has not written yet"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not any(isinstance(value, Constant) and value.value is Ellipsis for value in call.arguments.values()):
            return
        expressions = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
        for expression in expressions:
            value = call.value_of(expression)
            if isinstance(expression, ast.Name) and isinstance(value, Constant) and value.value is Ellipsis:
                yield Problem(
                    expression,
                    say(
                        "`{expression}` is still the placeholder `...` when it is passed to `{call}`.",
                        expression=expression.id,
                        call=call.text,
                    ),
                    say("Give `{expression}` its value first.", expression=expression.id),
                )


class UnknownKeyword(Rule):
    """A call of MindSpore with a keyword that the targeted version does not have.

    It raises a TypeError. Most often the keyword is PyTorch's or TensorFlow's name of a parameter that MindSpore
    calls otherwise: `bias` is `has_bias`, `groups` is `group`, `dim` is `axis`, `lr` is `learning_rate`. The
    `nn` and `ops` families differ from `mint` in this, which keeps most of PyTorch's names.

    Where a name has several forms, or several versions are targeted, none of them has the keyword. Calls
    with `*` or `**` are not judged; `inplace` is reported by MSL105.

    ```python
    self.conv = nn.Conv2d(3, 8, 3, bias=False, groups=1)
    ```

    Use instead:

    ```python
    self.conv = nn.Conv2d(3, 8, 3, has_bias=False, group=1)
    ```
    """

    code = "MSL205"
    name = "unknown-keyword"
    fix = Applicability.SAFE
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        unknown = _unknown_keywords(call)
        if not unknown:
            return
        # `if isinstance(self.scatter, ops.Scatter)`: then it is not what it was set to
        asked = f"{QUESTION}|{SIGNATURE}|isinstance\\({re.escape(call.text)}\\b"
        if is_guarded(call.module, call.node, asked, ("TypeError", *CATCH_ALL)):
            return
        # the form that comes nearest to the call; the newest of those
        signature, bound = min(
            reversed(_refusals(call)), key=lambda item: len(item[1].missing) + len(item[1].unexpected) + item[1].surplus
        )
        renamed, advice = _proposals(call, unknown, signature, bound)
        writes = [
            say("`{new}` for `{old}` ({value})", new=new, old=old, value=OTHER_VALUE[old, new])
            if (old, new) in OTHER_VALUE
            else say("`{new}` for `{old}`", new=new, old=old)
            for old, new in renamed.items()
        ]
        written = say("Write {replacements}.", replacements=conjunction(writes)) if writes else None
        yield Problem(
            _keyword_place(call.node, unknown[0]),
            sentences(_lacks(call, unknown, signature, bound, renamed), *_histories(call, unknown)),
            sentences(whose_keywords(call, unknown), written, *advice),
            fix=_renamed(call, unknown, bound, renamed),
        )


def _renamed(call: Call, unknown: tuple[str, ...], bound: Bound, renamed: dict[str, str]) -> Optional[Rewrite]:
    """The fix that gives keywords MindSpore's names; None where one of them has no place there, or another form."""
    fix = CallFix(call, bound)
    for old in unknown:
        new = renamed.get(old)
        if new is None:
            if not _take_out(fix, old):
                return None
            continue
        if (old, new) in OTHER_FORM:
            return None
        value = _other_value(fix, old, new)
        if value is None and (old, new) in OTHER_VALUE:
            return None
        fix.rename(old, new, value)
        if (old, new) not in SAME:
            fix.doubt(say("`{old}` is taken for `{new}`", old=old, new=new))
    return fix.rewrite(RAISES)


def _take_out(fix: CallFix, keyword: str) -> bool:
    """Whether a keyword without a name in MindSpore could be dealt with."""
    expression = fix.expression(keyword)
    if keyword == "betas" and isinstance(expression, (ast.Tuple, ast.List)) and len(expression.elts) == 2:
        first, second = (fix.call.module.text_of(item) for item in expression.elts)
        fix.rename("betas", "beta1", f"{first}, beta2={second}")
        return True
    allowed = LEFT_OUT.get(keyword, ())
    value = fix.call.value_of(expression) if expression is not None else None
    if not (None in allowed or (isinstance(value, Constant) and value.value in allowed)):
        return False
    fix.drop(keyword)
    return True


def _other_value(fix: CallFix, old: str, new: str) -> Optional[str]:
    """The value under the new name, where that is another one."""
    if (old, new) in (("p", "keep_prob"), ("keep_prob", "p"), ("rate", "keep_prob")):
        return fix.rest(old)
    if (old, new) == ("size_average", "reduction"):
        value = fix.call.arguments.get(old)
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return fix.quoted("mean" if value.value else "sum")
    return None


def _lacks(
    call: Call, unknown: tuple[str, ...], signature: Signature, bound: Bound, renamed: dict[str, str]
) -> Message:
    """Which keywords a call has that the function lacks, and what the call lacks itself."""
    fields = {
        "call": call.text,
        "names": conjunction([f"`{name}`" for name in unknown]),
        "versions": targeted(call.module.catalog),
    }
    is_layer = call.qualified_name.startswith("mindspore.nn.")
    if is_layer and any(parameter.kind == "keyword" for parameter in signature.parameters):
        # the callable itself refuses what it does not read out of its `**kwargs`
        return say("`{call}` has no {names} in {versions}: the call raises an error.", **fields)
    missing = tuple(name for name in bound.missing if name not in renamed.values())
    if missing and len(unknown) > 1:
        return say(
            "`{call}` has no parameters {names} in {versions} and lacks {missing}: the call raises a TypeError.",
            missing=listed(missing),
            **fields,
        )
    if missing:
        return say(
            "`{call}` has no parameter {names} in {versions} and lacks {missing}: the call raises a TypeError.",
            missing=listed(missing),
            **fields,
        )
    if len(unknown) > 1:
        return say("`{call}` has no parameters {names} in {versions}: the call raises a TypeError.", **fields)
    return say("`{call}` has no parameter {names} in {versions}: the call raises a TypeError.", **fields)


def _histories(call: Call, unknown: tuple[str, ...]) -> Iterator[str]:
    """Which versions have the keywords."""
    for keyword in unknown:
        found = _keyword_history(call, keyword)
        if found is not None:
            yield found if len(unknown) == 1 else say("Of `{keyword}`: {history}", keyword=keyword, history=found)


def _keyword_place(node: ast.Call, name: str) -> Place:
    """The name of a keyword in a call."""
    keyword = next(item for item in node.keywords if item.arg == name)
    return keyword.lineno, keyword.col_offset, keyword.lineno, keyword.col_offset + len(name.encode())


def _proposals(
    call: Call, unknown: tuple[str, ...], signature: Signature, bound: Bound
) -> tuple[dict[str, str], list[str]]:
    """For keywords that a signature lacks: the parameters that stand for them, and what to do with the rest."""
    free = [
        parameter.name
        for parameter in signature.parameters
        if parameter.kind in ("positional", "keyword") and parameter.name not in bound.arguments
    ]
    renamed: dict[str, str] = {}
    rest = []
    for keyword in unknown:
        new = next((name for name in RENAMED.get(keyword, ()) if name in free), None)
        if new is not None:
            free.remove(new)
            renamed[keyword] = new
        else:
            rest.append(keyword)
    advice: list[str] = []
    leave_out = []
    for keyword in rest:
        near = None if keyword in DROPPED else nearest(keyword, free, 0.8, ignore_case=True)
        if near is not None:
            free.remove(near)
            renamed[keyword] = near
        elif keyword in DROPPED and (keyword != "betas" or "beta1" in free):
            advice.append(DROPPED[keyword])
        else:
            leave_out.append(keyword)
    if leave_out:
        names = tuple(parameter.name for parameter in signature.parameters)
        of = (
            say("the parameters are {names}", names=listed(names, _MAXIMUM_PARAMETERS))
            if names
            else say("there are no parameters")
        )
        left = conjunction([f"`{name}`" for name in leave_out])
        # what another version has does something there, so that leaving it out is not all
        if any(_keyword_history(call, name) is not None for name in leave_out):
            advice.append(say("Nothing stands for {names} here: {parameters}.", names=left, parameters=of))
        else:
            advice.append(say("Leave {names} out: {parameters}.", names=left, parameters=of))
    return renamed, advice
