"""MSL325: classes of layers that are handed down, to be made with the defaults of MindSpore."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import names_of, replaced
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Reference
from ms_lint.semantics.origin import origin_around, original_of

#: What differs without an argument, and what to hand down instead, by class.
HANDED_DOWN = {
    "mindspore.nn.GELU": (say("is the tanh approximation; torch's GELU is the exact one"), "approximate=False"),
    "mindspore.nn.LayerNorm": (say("has an epsilon of 1e-7; torch's LayerNorm has 1e-5"), "epsilon=1e-5"),
    "mindspore.nn.LeakyReLU": (say("has a slope of 0.2; torch's LeakyReLU has 0.01"), "alpha=0.01"),
}
_EPSILON = re.compile(r"LayerNorm\b[^\n]*\beps(?:ilon)?\s*=\s*(\d[\d.]*(?:e-?\d+)?)")
#: The parameter in front of the class: `act_layer=`, `norm_layer: nn.Cell = `.
_PARAMETER = re.compile(r"\b(\w*(?:act|norm)\w*)\s*(?::\s*[\w.\[\], ]+?)?\s*=\s*$", re.IGNORECASE)


class LayerHandedDown(Rule):
    """A class of layers, handed down to be made elsewhere, whose defaults are not the original's.

    Models take the classes of their activations and norms as parameters, `act_layer=nn.GELU`, and make them without
    arguments. Then the defaults of MindSpore hold: GELU is the tanh approximation, LayerNorm's epsilon is 1e-7.
    Nothing is said where a file of the project makes the layer with the argument, or hands it down so.

    ```python
    def __init__(self, dim, act_layer=nn.GELU): ...  # torch
    def __init__(self, dim, act_layer=partial(nn.GELU, approximate=False)): ...  # mindspore
    ```
    """

    code = "MSL325"
    name = "layer-handed-down"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    references = tuple(HANDED_DOWN)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        module, node = reference.module, reference.node
        layer_class = module.canonical(reference.qualified_name)
        said, argument = HANDED_DOWN[layer_class]
        before = module.source.lines[node.lineno - 1].encode()[: node.col_offset].decode(errors="replace")
        parameter = _PARAMETER.search(before)
        if parameter is None:
            return
        origin = origin_around(module, reference.function.owner if reference.function is not None else None)
        if origin is None or origin.framework != "torch":
            return
        name, keyword = parameter[1], argument.partition("=")[0]
        epsilon = _epsilon_of_original(reference) if keyword == "epsilon" else None
        if epsilon is not None:
            said, argument = (
                say("has an epsilon of 1e-7; the original has {epsilon}", epsilon=epsilon),
                f"epsilon={epsilon}",
            )
        text = module.text_of(node)
        # made with the argument, or handed down with it to where it is made, in whatever file
        layer = rf"(?:\b{name}\(|partial\(\s*(?:\w+\.)*{text.rpartition('.')[2]}\b)"
        if module.index.matches(re.compile(rf"{layer}[^\n]*\b{keyword}\b")):
            return
        yield Problem(
            node,
            say(
                "`{name}={text}`, made without `{keyword}`, {said} ({evidence}).",
                name=name,
                text=text,
                keyword=keyword,
                said=said,
                evidence=origin.evidence,
            ),
            say("Write `functools.partial({text}, {argument})`.", text=text, argument=argument),
            origin=origin,
            fix=_partial(module, node, text, argument),
        )


def _epsilon_of_original(reference: Reference) -> Optional[str]:
    """The epsilon of the original's LayerNorms, by its code or by a comment; None where none is named, or several."""
    module = reference.module
    owner = reference.function.owner if reference.function is not None else None
    original = original_of(owner) if owner is not None else None
    if original is not None:
        text = original.module.source.code
    else:
        text = "\n".join(line.partition("#")[2] for line in module.source.lines if "#" in line)
    found = {float(number) for number in _EPSILON.findall(text)}
    return f"{found.pop():g}".replace("e-0", "e-") if len(found) == 1 else None


def _partial(module: Module, node: ast.expr, text: str, argument: str) -> Optional[Rewrite]:
    is_bound = "partial" in names_of(module).bound
    if is_bound and not re.search(r"^from functools import .*\bpartial\b", module.source.code, re.MULTILINE):
        return None
    needed = set() if is_bound else {"from functools import partial"}
    return replaced(module, node, f"partial({text}, {argument})", AS_ORIGINAL, needed)
