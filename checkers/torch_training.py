"""MSL117: training steps in torch's words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ms_lint.conversion.plan import plan_of
from ms_lint.conversion.steps import losses
from ms_lint.findings import Severity
from ms_lint.knowledge.frameworks import TORCH_LIBRARIES
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.module import Module

from .purpose import foreign_imports, is_meant


class TorchTrainingStep(Rule):
    """`loss.backward()`: gradients are not kept in the parameters of a MindSpore network.

    What is differentiated is a function that returns the loss. `ms.value_and_grad` makes another one of it, which
    returns the loss and the gradients, and the optimizer is called with those. Nothing is to be set to zero.

    ```python
    for images, labels in loader:
        optimizer.zero_grad()
        loss = loss_fn(net(images), labels)
        loss.backward()
        optimizer.step()
    ```

    Use instead:

    ```python
    def forward_fn(images, labels):
        return loss_fn(net(images), labels)

    grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)

    for images, labels in loader:
        loss, grads = grad_fn(images, labels)
        optimizer(grads)
    ```

    In a file that is all torch a step of this plain shape is converted with the rest. Of any other the message says
    what is in the way: a scaled loss, gradients that add up over several rounds or are looked at, several losses
    or optimizers.
    """

    code = "MSL117"
    name = "torch-training-step"
    severity = Severity.INFO
    unfixed = (
        "a step of the plain shape goes with the other uses of torch in its file; of others the finding says "
        "what is in the way"
    )

    def check_module(self, module: Module) -> Iterator[Problem]:
        if not foreign_imports(module, "torch") and all(item.root not in TORCH_LIBRARIES for item in module.imports):
            return
        if is_meant(module, "torch"):
            return
        plan = plan_of(module)
        severity = Severity.ERROR if module.imports_framework("mindspore") else Severity.INFO
        known = {use.node for use in module.uses if use.qualified_name == "mindspore.Tensor.backward"}  # MSL108's
        for call in losses(module):
            if call in known:
                continue
            assert isinstance(call.func, ast.Attribute)
            message = say("`{call}` is torch's way of training.", call=module.text_of(call))
            obstacle = plan.obstacle(call)
            if obstacle is not None:
                message = say(
                    "{message} It is not converted by itself: {obstacle}.", message=message, obstacle=obstacle
                )
            yield Problem(
                call,
                message,
                say(
                    "Write `loss, gradients = grad_fn(...)` with `grad_fn = ms.value_and_grad(forward_fn, None, "
                    "optimizer.parameters)`, where forward_fn returns the loss, and `optimizer(gradients)`."
                ),
                severity=severity,
                fix=plan.fix(call),
            )
