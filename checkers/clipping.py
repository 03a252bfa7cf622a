"""MSL8xx: gradients that are clipped to something else, or not at all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import AS_ORIGINAL, spelled
from ms_lint.conversion.blocks import read_in
from ms_lint.findings import Applicability, Confidence
from ms_lint.messages import say
from ms_lint.place_fix import replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.observer import Call
from ms_lint.semantics.reads import ancestors, target_of

from .networks import origin_of_call, words

_OF_ALL = re.compile(r"#.*\btf\.clip_by_global_norm\(")
_GRADIENT = re.compile(r"grad|^g$|^dw$", re.IGNORECASE)


def _names_gradients(text: str) -> bool:
    return any(_GRADIENT.search(word) for word in words(text))


class ClippedOneByOne(Rule):
    """Each gradient is clipped by its own norm, not by that of all of them.

    `clip_grad_norm_` of torch and `tf.clip_by_global_norm` take one norm over all gradients and
    shorten them all by the same factor. Clipping each tensor by itself, the recipe of old MindSpore
    examples, changes the direction of the step.

    ```python
    gradients = [ops.clip_by_norm(g, 1.0) for g in gradients]
    gradients = ops.clip_by_global_norm(gradients, 1.0)
    ```

    In code that is known to be ported only; `tf.clip_by_norm` is right as it is, and a port from TensorFlow is judged
    where a comment has `tf.clip_by_global_norm`.
    """

    code = "MSL826"
    name = "clipped-one-by-one"
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE
    calls = ("mindspore.ops.clip_by_norm", "mindspore.nn.ClipByNorm.__call__")

    def check_call(self, call: Call) -> Iterator[Problem]:
        origin = origin_of_call(call)
        if origin is None or not call.node.args:
            return
        if origin.framework != "torch" and not call.module.mentions(_OF_ALL):
            return
        clipped = call.node.args[0]
        gradients = self._loop_over_gradients(call, clipped)
        if gradients is not None:
            text = call.module.text_of(clipped)
            yield Problem(
                call.node,
                say(
                    "`{call}` takes the norm of `{text}` alone; torch's `clip_grad_norm_` takes one norm over "
                    "all gradients.",
                    call=call.text,
                    text=text,
                )
                if origin.framework == "torch"
                else say(
                    "`{call}` takes the norm of `{text}` alone; `tf.clip_by_global_norm` takes one norm over all "
                    "gradients.",
                    call=call.text,
                    text=text,
                ),
                say("Write `ops.clip_by_global_norm({gradients}, ...)`.", gradients=gradients),
                origin=origin,
                fix=self._of_all(call),
            )

    def _of_all(self, call: Call) -> Optional[Rewrite]:
        """The fix that clips all at once, where a comprehension does nothing else."""
        module, arguments = call.module, call.node.args
        whole: Optional[ast.AST] = module.parents.get(call.node)
        if not isinstance(whole, (ast.ListComp, ast.GeneratorExp)) or len(whole.generators) != 1:
            return None
        loop, above = whole.generators[0], module.parents.get(whole)
        if isinstance(above, ast.Call) and module.text_of(above.func) in ("tuple", "list") and above.args == [whole]:
            whole = above
        elif isinstance(whole, ast.GeneratorExp):
            return None
        given = [*arguments[1:], *(keyword.value for keyword in call.node.keywords)]
        if loop.ifs or loop.is_async or not isinstance(loop.target, ast.Name) or len(given) != 1:
            return None
        is_item = bool(arguments) and isinstance(arguments[0], ast.Name) and arguments[0].id == loop.target.id
        if not is_item or loop.target.id in read_in(given[0]):
            return None
        norm = module.text_of(given[0])
        made = given[0]
        if isinstance(made, ast.Call) and module.text_of(made.func).endswith("Tensor") and made.args:
            norm = module.text_of(made.args[0])  # that of all is a number
        needed = set[str]()
        clip = spelled(module, "mindspore.ops.clip_by_global_norm", needed)
        text = f"{clip}({module.text_of(loop.iter)}, {norm})"
        doubt = say("what is clipped is a tuple then, and the bound holds for all together")
        return unsafe(replaced(module, whole, text, doubt, needed), doubt)

    def _loop_over_gradients(self, call: Call, clipped: ast.expr) -> Optional[str]:
        """What the loop or the function around goes over, where it is gradients."""
        if not isinstance(clipped, ast.Name):
            return None
        module = call.module
        for item in ancestors(module, call.node):
            pairs: list[tuple[ast.expr, ast.expr]] = []
            if isinstance(item, (ast.ListComp, ast.GeneratorExp)):
                pairs = [(generator.target, generator.iter) for generator in item.generators]
            elif isinstance(item, ast.For):
                pairs = [(item.target, item.iter)]
            for target, iterated in pairs:
                if any(isinstance(part, ast.Name) and part.id == clipped.id for part in ast.walk(target)):
                    text = module.text_of(iterated)
                    return text if _names_gradients(text) else None
            if isinstance(item, (ast.FunctionDef, ast.Lambda)):
                return "gradients" if _names_gradients(clipped.id) else None
        return None


class NormOfClippedGradients(Rule):
    """`clip_by_global_norm` returns the gradients, not the norm beside them.

    `tf.clip_by_global_norm` gives the clipped gradients and their norm, and torch's `clip_grad_norm_`
    gives the norm. MindSpore gives the clipped gradients alone: unpacked into two names, they are the
    gradients of two weights, or an error where there are not just two.

    ```python
    gradients, norm = ops.clip_by_global_norm(gradients, 1.0)
    gradients = ops.clip_by_global_norm(gradients, 1.0)
    ```
    """

    code = "MSL827"
    name = "norm-of-clipped-gradients"
    fix = Applicability.UNSAFE
    confidence = Confidence.LIKELY
    calls = ("mindspore.ops.clip_by_global_norm", "mindspore.ops.clip_by_norm")

    def check_call(self, call: Call) -> Iterator[Problem]:
        module = call.module
        target = target_of(module, call.node)
        given = call.node.args[0] if call.node.args else None
        if target is None or given is None:
            return
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            second = module.text_of(target.elts[1])
            if isinstance(given, (ast.Tuple, ast.List)) or not (words(second) & {"norm", "_", ""} or second == "_"):
                return
            yield Problem(
                target,
                say(
                    "`{call}` returns the clipped gradients alone: `{target}` takes two of them.",
                    call=call.text,
                    target=module.text_of(target),
                ),
                say("Write `{elts} = {call}(...)`.", elts=module.text_of(target.elts[0]), call=call.text),
                fix=replaced(module, target, module.text_of(target.elts[0]), AS_ORIGINAL),
            )
        text = module.text_of(given)
        if isinstance(target, ast.Name) and "norm" in words(target.id) and not _names_gradients(target.id):
            yield Problem(
                target,
                say(
                    "`{call}` returns the clipped gradients, not their norm: `{text}` stays as it is.",
                    call=call.text,
                    text=text,
                ),
                say("Write `{text} = {call}(...)`.", text=text, call=call.text),
                fix=replaced(module, target, text, AS_ORIGINAL)
                if isinstance(given, (ast.Name, ast.Attribute))
                else None,
            )
