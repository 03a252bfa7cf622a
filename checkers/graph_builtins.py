"""MSL606, MSL609: Python's own functions that compiled code refuses, or takes for something else."""

from __future__ import annotations

import ast
from typing import Optional, Union

from ms_lint.findings import Applicability, Confidence, Severity
from ms_lint.knowledge.graph_calls import CALLS, CallFact
from ms_lint.knowledge.graph_python import is_one_of
from ms_lint.messages import say
from ms_lint.rules import Problems, Rule
from ms_lint.semantics.compiled import CallSite, Compiled, depends_on_tensor
from ms_lint.semantics.values import NONE, Constant, Container, Symbol, Tensor, Value

from .graph_fixes_builtins import taken_by_number, written_out
from .graph_old_values import enumerated_before_2_1
from .graph_wording import graph_problem

#: Words of `eval` that are no names.
_NO_NAMES = frozenset({"True", "False", "None"})


class IteratorInGraph(Rule):
    """`next` does not move an iterator in the graph.

    The graph has no iterators: `iter(items)` is `items` itself, and `next(items)` is a pair of the first item and
    of those that follow. No error says so.

        first = next(layer(x) for layer in self.layers)

    Take items by their numbers, or unpack:

        first = [layer(x) for layer in self.layers][0]

    Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL606"
    name = "iterator-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in compiled.calls:
            if call.name == "builtins.next":
                yield graph_problem(
                    compiled,
                    call.node,
                    say("`next()` gives a pair in the graph, of the first item and the rest, and moves nothing on.")
                    if len(call.node.args) < 2
                    else say("`next()` takes no second argument in the graph, and moves nothing on."),
                    say("Take the item by its number: `items[0]`."),
                    taken_by_number(compiled, call.node),
                )


class PythonFunction(Rule):
    """A function of Python that compiled code refuses, or takes for something else.

    The graph compiler has its own versions of Python's functions. They lack some arguments: `key` of `max`, `sep`
    of `print`, `strict` of `zip`, the modulus of `pow`. `locals`, `globals` and `exec` see nothing of the graph.

        longest = max(lengths, key=abs)

    Write what it computes, or compute it in `__init__`:

        longest = sorted(lengths, key=abs)[-1]

    Which of them a version has, and what needs the interpreter at the level `strict`, was measured on MindSpore
    2.0.0, 2.7.0 and 2.10.0.
    """

    code = "MSL609"
    name = "python-function-in-graph"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    fix = Applicability.UNSAFE

    def check_compiled(self, compiled: Compiled) -> Problems:
        for call in compiled.calls:
            fact = _fact(compiled, call)
            if fact is not None:
                text = compiled.module.text_of(call.node.func)
                keyword = next((item.arg for item in call.node.keywords if item.arg in fact.keywords), "")
                message = fact.says(text, keyword or "")
                yield graph_problem(
                    compiled, call.node, message, fact.instead, written_out(compiled, call, keyword or "")
                )
        if compiled.targets_before("2.1"):
            yield from enumerated_before_2_1(compiled)
        if compiled.level == "strict" or compiled.targets_before("2.1"):
            where = say("at the level `strict`") if compiled.level == "strict" else say("before MindSpore 2.1")
            for node in compiled.nodes(ast.Compare, ast.Attribute):
                if _asks_for_class(compiled, node):
                    text = compiled.module.text_of(node)
                    message = say(
                        "`{text}`: the graph does not know the class of a tensor {where}.", text=text, where=where
                    )
                    yield graph_problem(compiled, node, message, say("Write `isinstance(x, Tensor)`."))


def _fact(compiled: Compiled, call: CallSite) -> Optional[CallFact]:
    """The first row that is about a call."""
    if not call.name or call.name.startswith("mindspore."):
        return None
    for fact in CALLS:
        if is_one_of(call.name, fact.names) and _is_targeted(compiled, fact) and _is_meant(compiled, fact, call):
            return fact
    return None


def _asks_for_class(compiled: Compiled, node: Union[ast.Compare, ast.Attribute]) -> bool:
    """Whether `type(x)` of a tensor is compared with `Tensor`, or its name is asked for."""
    if isinstance(node, ast.Attribute):
        return compiled.level == "strict" and node.attr == "__name__" and _is_type_of_tensor(compiled, node.value)
    left, right = node.left, compiled.value(node.comparators[0])
    if isinstance(left, ast.Attribute):
        return right == Constant("Tensor") and left.attr == "__name__" and _is_type_of_tensor(compiled, left.value)
    is_class = isinstance(right, Symbol) and compiled.module.canonical(right.name) == "mindspore.Tensor"
    return is_class and _is_type_of_tensor(compiled, left)


def _is_type_of_tensor(compiled: Compiled, node: ast.expr) -> bool:
    call = next((call for call in compiled.calls if call.node is node), None)
    return call is not None and call.name == "builtins.type" and any(map(_is_tensor, call.arguments.values()))


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Tensor) and value.framework == "mindspore"


def _is_targeted(compiled: Compiled, fact: CallFact) -> bool:
    return (
        (not fact.level or fact.level == compiled.level)
        and (not fact.until or compiled.targets_before(fact.until))
        and (not fact.since or compiled.targets_from(fact.since))
    )


def _is_meant(compiled: Compiled, fact: CallFact, call: CallSite) -> bool:
    values = list(call.arguments.values())
    if fact.when == "keyword":
        return any(item.arg in fact.keywords for item in call.node.keywords)
    if fact.when == "more":
        return len(call.node.args) > fact.count
    if fact.when == "none":
        return any(value == NONE for value in values)
    if fact.when == "surely tensor":
        return any(map(compiled.is_tensor, call.node.args))
    if fact.when == "tensor":
        return any(map(_is_tensor, values))
    if fact.when == "dynamic":
        return any(_is_dynamic(value) for value in values)
    if fact.when == "names":
        return any(isinstance(value, Constant) and _uses_names(value.value) for value in values)
    return True


def _is_dynamic(value: Value) -> bool:
    return (isinstance(value, Container) and value.kind == "generator") or depends_on_tensor(value)


def _uses_names(text: object) -> bool:
    """Whether an expression that is given as text uses names of the code around it."""
    if not isinstance(text, str):
        return False
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, ast.Name) and node.id not in _NO_NAMES for node in ast.walk(tree))
