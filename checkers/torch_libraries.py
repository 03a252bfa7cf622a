"""MSL118: what libraries made of torch, or for its tensors, are called for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union

from ms_lint.conversion.left import OF_TENSORS
from ms_lint.findings import Severity
from ms_lint.knowledge.frameworks import TORCH_LIBRARIES
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Symbol

from .migration import is_given_mindspore
from .purpose import is_meant

_NAMES = tuple(f"{root}.*" for root in (*TORCH_LIBRARIES, *OF_TENSORS))


class TorchLibraryUse(Rule):
    """A use of a library that is made of torch, or whose functions know torch's tensors and not MindSpore's.

    `einops` chooses by the type of the tensor what it does, and has nothing for MindSpore: `rearrange` raises
    "Tensor type unknown to einops". What it does is written with `reshape`, `permute` and `broadcast_to`.

    In a file that is all torch every use of such a library is listed. In a file of MindSpore its import is
    reported by MSL112, and here what is given to a function for tensors.

    ```python
    x = rearrange(x, "b n (h d) -> b h n d", h=8)
    ```

    Use instead:

    ```python
    b, n, _ = x.shape
    x = x.reshape(b, n, 8, -1).permute(0, 2, 1, 3)
    ```
    """

    code = "MSL118"
    name = "torch-library-use"
    severity = Severity.INFO
    unfixed = "the library has no counterpart in MindSpore, or one that is used in another way"
    calls = _NAMES
    references = _NAMES

    def check_call(self, call: Call) -> Iterator[Problem]:
        if isinstance(call.callee, Symbol) and not call.partial:
            yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        if reference.owner is None and "." in reference.qualified_name:
            yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, root = use.module, use.qualified_name.partition(".")[0]
        if is_meant(module, "torch", use.function):
            return
        text, name = module.text_of(node), use.qualified_name
        if root not in OF_TENSORS:
            if not module.imports_framework("mindspore"):
                yield Problem(
                    node,
                    say("`{text}` is of a library that is made of torch ({name}).", text=text, name=name),
                    TORCH_LIBRARIES[root] or None,
                )
            return
        message = say("`{text}` ({name}) takes no tensors of MindSpore.", text=text, name=name)
        advice = say("Write `reshape`, `permute`, `broadcast_to` or a mean over axes.")
        if not module.imports_framework("mindspore"):
            if module.imports_framework("torch"):
                yield Problem(node, message, advice)
        elif isinstance(use, Call) and is_given_mindspore(use):
            yield Problem(node, message, advice, severity=Severity.ERROR)
