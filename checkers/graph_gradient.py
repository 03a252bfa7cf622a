"""MSL644, MSL645: what Python computes while the graph runs, and what that costs."""

from __future__ import annotations

import ast
from typing import Optional

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.messages import say
from ms_lint.rules import Problems, Rewrite, Rule
from ms_lint.semantics.compiled import Compiled, depends_on_tensor, is_plain_object
from ms_lint.semantics.values import ClassValue, Instance, Interpreted, Partial, Sequence, Value

from .graph_fixes_gradient import as_graph
from .graph_fixes_objects import as_tuple
from .graph_old_objects import objects_before_2_1
from .graph_old_values import arrays_before_2_1, gradients_before_2_1
from .graph_versions import arguments_before_2_1
from .graph_wording import graph_problem
from .unfixed import SEVERAL


class GradientThroughPython(Rule):
    """Tensors that go through Python code lose their gradient.

    What the compiler cannot turn into a graph it hands to the Python interpreter while the graph runs: a function
    of `math` or `functools` with a tensor, an object of a plain class, `Tensor(x)`, an item of a list chosen by a
    tensor. The value is right; the gradient of all that goes through it, and of what it is multiplied with,
    is zero.

        point = Point(x, x * 2)
        return point.left * point.right

    Use MindSpore's functions, tuples instead of objects, and functions that are called directly:

        left, right = x, x * 2
        return left * right

    Measured on 2.7.0 and 2.10.0 at the level `lax`, by comparing gradients with PyNative mode.
    """

    code = "MSL644"
    name = "gradient-through-python"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.level != "lax":
            return
        if compiled.targets_before("2.1"):
            yield from gradients_before_2_1(compiled)
        for node, value in compiled.interpreted.items():
            goes_through = value.carries and compiled.targets_from("2.1") and _is_used(compiled, value)
            if node in compiled.mixed or goes_through:
                what, instead = _described(compiled, node)
                message = say(
                    "{what} in Python: the gradient of what goes through it, or is multiplied with it, is zero.",
                    what=what,
                )
                yield graph_problem(compiled, node, message, instead, _fix(compiled, node, value))
        for call in compiled.calls if compiled.targets_between("2.1", "2.8") else ():
            callee = call.callee
            if (
                isinstance(callee, Instance)
                and is_plain_object(callee)
                and any(map(depends_on_tensor, call.arguments.values()))
            ):
                text = compiled.module.text_of(call.node.func)
                message = say(
                    "`{text}` is an object that Python calls before MindSpore 2.8: the gradient through it is zero.",
                    text=text,
                )
                yield graph_problem(compiled, call.node, message, say("Make its class a Cell, or call a function."))


def _is_used(compiled: Compiled, value: Interpreted) -> bool:
    """Whether a value is more than made and handed back: an object may leave the graph whole."""
    node = value.node
    if not (isinstance(node, ast.Call) and isinstance(compiled.value(node.func), ClassValue)):
        return True
    return any(
        isinstance(part, ast.Attribute) and item.value(part.value) == value
        for item in compiled.together
        for part in item.nodes(ast.Attribute)
    )


def _fix(compiled: Compiled, node: ast.expr, value: Interpreted) -> Optional[Rewrite]:
    call = next((call for call in compiled.calls if call.node is node), None)
    return as_graph(compiled, node) or (as_tuple(compiled, call, value) if call is not None else None)


def _described(compiled: Compiled, node: ast.expr) -> tuple[str, str]:
    """What happens in Python, and what to write instead."""
    text = compiled.module.text_of(node if not isinstance(node, ast.Call) else node.func)
    if isinstance(node, ast.Subscript):
        return say("`{text}` takes the item", text=text), say(
            "Stack the items, and index the tensor: `ops.stack(items)[index]`."
        )
    if isinstance(node, ast.IfExp):
        return say("`{text}` chooses between types", text=text), say(
            "Write numbers of one type: `1.0 if ... else 2.5`."
        )
    if not isinstance(node, ast.Call):
        return say("`{text}` is computed", text=text), say("Use MindSpore's functions.")
    value = compiled.value(node.func)
    if isinstance(value, ClassValue):
        return say("`{text}()` makes its object", text=text), say("Use a tuple, or variables of their own.")
    if isinstance(value, Partial):
        return (
            say("`{text}()` calls the partial of `__init__`", text=text),
            say("Call the function itself, or make the partial in `construct`."),
        )
    return say("`{text}()` is computed", text=text), say("Use MindSpore's own function for it.")


class NeedsTheInterpreter(Rule):
    """Code that needs the Python interpreter while the graph runs is refused here.

    At the syntax level `strict`, and before MindSpore 2.1, the graph runs without Python: a function of Python
    that is given a tensor, or an object that holds one, does not compile. Before 2.1 objects, arrays, sets and Enums of
    `self` are of no use either, nor are strings and objects as arguments of the network.

        scale = np.mean(x.asnumpy())

    Use MindSpore's functions:

        scale = x.mean()

    Measured on 2.0.0, and on 2.10.0 at the level `strict`.
    """

    code = "MSL645"
    name = "needs-the-interpreter"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    unfixed = SEVERAL

    def check_compiled(self, compiled: Compiled) -> Problems:
        if compiled.level != "strict" and not compiled.targets_before("2.1"):
            return
        if compiled.targets_before("2.1"):
            yield from objects_before_2_1(compiled)
            yield from arguments_before_2_1(compiled)
            yield from arrays_before_2_1(compiled)
        where = say("at the level `strict`") if compiled.level == "strict" else say("before MindSpore 2.1")
        for subscript in compiled.nodes(ast.Subscript):
            if _is_tuple_of_tensors(compiled.value(subscript.value)) and compiled.is_tensor(subscript.slice):
                text = compiled.module.text_of(subscript.value)
                message = say(
                    "`{text}` is a tuple, which the graph cannot index by a tensor {where}.", text=text, where=where
                )
                yield graph_problem(
                    compiled,
                    subscript,
                    message,
                    say("Stack the items, and index the tensor: `ops.stack(items)[index]`."),
                )
        for node, value in compiled.interpreted.items():
            if compiled.level != "strict" and not _is_refused_before_2_1(compiled, node, value):
                continue
            what, instead = _described(compiled, node)
            yield graph_problem(
                compiled,
                node,
                say("{what} in Python, which the graph is refused {where}.", what=what, where=where),
                instead,
            )


def _is_tuple_of_tensors(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind == "tuple" and any(map(depends_on_tensor, value.items))


def _is_refused_before_2_1(compiled: Compiled, node: ast.expr, value: Interpreted) -> bool:
    """Whether 2.0 does not run it either: it leaves numpy and what is made with numpy to the interpreter."""
    if not isinstance(node, ast.Call):
        return True
    name = next((call.name for call in compiled.calls if call.node is node), "")
    is_known = name == "builtins.dict" or isinstance(compiled.value(node.func), Partial)
    return value.carries and not is_known
