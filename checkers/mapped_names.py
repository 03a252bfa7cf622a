"""MSL119: names that the user's own mapping has counterparts for."""

from __future__ import annotations

from collections.abc import Iterator

from ms_lint.conversion.plan import plan_of
from ms_lint.findings import Applicability, Severity
from ms_lint.messages import enumeration, say, sentences
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call


class MappedName(Rule):
    """A name that the mapping of the settings has a counterpart for.

    A team that has ported a library of its own says once what became of it, and the files that use the library are
    judged and mended by that:

    ```toml
    [tool.ms-lint.mapping]
    "mylib.ConvBNReLU" = "mylib_ms.ConvBNReLU"
    "mylib.Attention" = { to = "mylib_ms.Attention", rename = { bias = "has_bias" }, drop = ["inplace"] }
    ```

    Names are written as imports name them. What the mapping says comes before what ms-lint knows itself.
    """

    code = "MSL119"
    name = "mapped-name"
    severity = Severity.WARNING
    fix = Applicability.SAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        if not module.mapping:
            return
        plan = plan_of(module)
        for node, (use, item) in plan.mapped.uses.items():
            func = use.node.func if isinstance(use, Call) else use.node
            message = say(
                "`{text}` is {target} in MindSpore, by the mapping of the settings.",
                text=module.text_of(func),
                target=item.to,
            )
            obstacle = plan.obstacle(node)
            if obstacle is not None:
                message = say(
                    "{message} It is not converted by itself: {obstacle}.", message=message, obstacle=obstacle
                )
            changes = [say("`{new}` for `{old}`", new=new, old=old) for old, new in item.rename]
            changes += [say("no `{name}`", name=name) for name in item.drop]
            advice = say("Write `{target}`.", target=item.to)
            arguments = say("Its arguments: {changes}.", changes=enumeration(changes)) if changes else ""
            suggestion = sentences(advice, arguments) if isinstance(use, Call) else advice
            yield Problem(func, message, suggestion, fix=plan.fix(node))
