"""MSL704 to MSL708: what stands in the methods of a Cell: names, outputs, placeholders, what is never used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import spelled
from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.frameworks import CONVENTIONS
from ms_lint.messages import say
from ms_lint.place_fix import around, names_of, replaced, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.scopes import Function, Unresolved
from ms_lint.semantics.values import Constant, Instance, Tensor, Value, alternatives

from .wording import nearest

_MAIN = re.compile(r"if __name__ ==")


_PLACEHOLDER = re.compile(
    r"\W*(etc|and so on|placeholder|your code here|fill in|omitted|省略|略|等等|待补充)?\W*"
    r"|\s*(\.\.\.|…|to ?do\b|tbd\b|fixme\b).*",
    re.IGNORECASE | re.DOTALL,
)


class UndefinedName(Rule):
    """A name in a Cell, or in the script around it, that nothing defines.

    It raises a NameError when the line is reached: in `__init__` when the network is built, in
    `construct` at the first call. The message tells when the original class has a parameter of that
    name, which was lost on the way.

    Modules with a star import that cannot be looked into are not judged, nor is code in Markdown
    outside of classes, unless it is a whole script (`if __name__ == "__main__"`).
    """

    code = "MSL704"
    name = "undefined-name"
    fix = Applicability.UNSAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        if module.open_names or not module.imports_framework("mindspore"):
            return
        seen: set[tuple[Optional[Function], str]] = set()
        for item in module.unresolved:
            key = (item.function, item.node.id)
            if key in seen or not self._is_judged(item, module):
                continue
            seen.add(key)
            yield self._problem(item, module)

    def _is_judged(self, item: Unresolved, module: Module) -> bool:
        if item.function is not None:
            owner = item.function.owner
            return owner is not None and owner.kind == "cell"
        region = module.source.region(item.node.lineno)
        if region.kind != "fence":
            return True
        # what a document shows is a fragment, unless it is a whole script
        code = module.source.lines[region.first_line - 1 : region.last_line]
        return any(_MAIN.match(line) for line in code)

    def _problem(self, item: Unresolved, module: Module) -> Problem:
        name, function = item.node.id, item.function
        if function is None:
            return Problem(
                item.node,
                say("`{name}` is not defined: a NameError when this line runs.", name=name),
                say("Define `{name}` first.", name=name),
            )
        owner = function.owner
        assert owner is not None
        lost = _lost_parameter(owner, function.name, name)
        if lost is not None:
            return Problem(
                item.node,
                say(
                    "`{name}` is not defined in {qualified_name}; in the original {owner} it is parameter {lost} "
                    "of `{function}`.",
                    name=name,
                    qualified_name=function.qualified_name,
                    owner=owner.name,
                    lost=lost,
                    function=function.name,
                ),
                say("Restore the parameter, at its old position."),
            )
        near = nearest(name, {*function.stores, *(p.name for p in function.signature.parameters)})
        fix: Optional[Rewrite] = None
        if name in CONVENTIONS:
            fix = _imported(module, name)
            suggestion = say("It is left over from {library}, or its import is missing.", library=CONVENTIONS[name])
        elif near:
            suggestion = say("Did you mean `{near}`?", near=near)
            taken = say("taken for a misspelling of `{near}`", near=near)
            fix = unsafe(replaced(module, item.node, near, taken), taken)
        else:
            suggestion = say("Assign `{name}` before, or finish the port.", name=name)
        return Problem(
            item.node,
            say(
                "`{name}` is not defined in {qualified_name}: a NameError.",
                name=name,
                qualified_name=function.qualified_name,
            ),
            suggestion,
            fix=fix,
        )


def _imported(module: Module, name: str) -> Optional[Rewrite]:
    """The import that a name of numpy's or MindSpore's by custom needs."""
    package = CONVENTIONS[name]
    if package not in ("numpy", "mindspore"):
        return None
    line = f"import {package}" if package == name else f"import {package} as {name}"
    edits = names_of(module).edits({line})
    return Rewrite(edits, say("taken for a missing import"), Applicability.UNSAFE)


def _lost_parameter(owner: ClassInfo, method: str, name: str) -> Optional[int]:
    """Position, from 1, of a parameter of that name in the same method of the original."""
    original = original_of(owner)
    function = original.method(method) if original is not None else None
    if function is None:
        return None
    names = [parameter.name for parameter in function.signature.parameters]
    return names.index(name) + 1 if name in names else None


class CellReturned(Rule):
    """`construct` returns a Cell instead of a Tensor.

    A name that is not assigned in `construct` is looked up in the module: `return loss` returns the
    loss function that a script made there, not a loss value. PyNative mode hands the Cell to the
    training step, which fails with a misleading TypeError; graph mode refuses to compile.
    """

    code = "MSL705"
    name = "cell-returned"
    unfixed = "the computation of the value that is to be returned is not there"

    def check_function(self, function: Function) -> Iterator[Problem]:
        owner = function.cls
        if owner is None or owner.kind != "cell" or function.name != "construct":
            return
        for statement, value in function.returns:
            node = statement.value
            if isinstance(node, ast.Name) and node.id not in function.stores:
                for item in alternatives(value):
                    if isinstance(item, Instance) and _is_cell(item, owner.module):
                        yield Problem(
                            node,
                            say(
                                "{qualified_name} returns `{node}`, which nothing in it assigns: the name is the "
                                "module-level Cell `{class_name}`, not a Tensor.",
                                qualified_name=function.qualified_name,
                                node=node.id,
                                class_name=item.class_name,
                            ),
                            say("Compute `{node}` here and return that.", node=node.id),
                        )
                        break


def _is_cell(value: Instance, module: Module) -> bool:
    if isinstance(value.of, ClassInfo):
        return value.of.kind == "cell"
    return module.catalog.is_subclass(value.of, "mindspore.nn.Cell")


class BatchUnpacked(Rule):
    """The output of one layer is unpacked into several names.

    A layer gives one Tensor; unpacking it iterates over the first axis, the batch: each name is the
    output for one sample. With a batch of just that size the code runs silently with wrong values. With
    another one it raises a ValueError; in graph mode a smaller batch raises an IndexError and a larger
    one runs silently too, and the other samples are dropped.

    ```python
    position, rotation = self.fc(x)                   # walks over the batch
    position, rotation = ops.split(self.fc(x), 3, 1)  # splits the features
    ```
    """

    code = "MSL706"
    name = "batch-unpacked"
    fix = Applicability.UNSAFE

    def check_function(self, function: Function) -> Iterator[Problem]:
        for target, expression, value in function.unpackings:
            count = len(target.elts)
            if count < 2 or any(isinstance(item, ast.Starred) for item in target.elts):
                continue
            layer = value.layer if isinstance(value, Tensor) and value.framework == "mindspore" else None
            if layer is None or expression is None:
                continue
            text = function.module.text_of(expression)
            width = _width(layer, function.owner)
            what = (
                say("`{text}` is one Tensor of shape (N, {width})", text=text, width=width)
                if width is not None and layer.class_name == "Dense"
                else say("`{text}` is one Tensor", text=text)
            )
            yield Problem(
                expression,
                say(
                    "{what}: unpacking it into {count} names ({names}) walks axis 0, the batch: each name gets the "
                    "output for one sample, or the line raises.",
                    what=what,
                    count=count,
                    names=", ".join(function.module.text_of(item) for item in target.elts),
                ),
                say("Split the last axis with `ops.split`, or give each output a layer of its own."),
                fix=_split(function.module, expression, width, count),
            )


def _split(module: Module, unpacked: ast.expr, width: Optional[int], count: int) -> Optional[Rewrite]:
    """The fix that splits the last axis into equal parts, where it has a multiple of so many features."""
    if width is None or width % count:
        return None
    if not all(module.catalog.by_version("mindspore.ops.chunk").values()):
        return None
    needed = set[str]()
    chunk = spelled(module, "mindspore.ops.chunk", needed)
    doubt = say("equal parts of the features are taken for what is meant")
    return unsafe(around(module, unpacked, f"{chunk}(", f", {count}, axis=-1)", doubt, needed), doubt)


def _width(layer: Instance, owner: Optional[ClassInfo]) -> Optional[int]:
    value: Optional[Value] = layer.arguments.get("out_channels", layer.arguments.get(1))
    if value is not None and owner is not None:
        value = owner.decide(value)
    if isinstance(value, Constant) and isinstance(value.value, int):
        return value.value
    return None


#: Statements with statements in them; functions and classes within are looked at for themselves.
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try) + tuple(
    getattr(ast, name) for name in ("TryStar", "Match") if hasattr(ast, name)
)


class Placeholder(Rule):
    """A placeholder statement is left in a Cell: a string such as `\"\"\"etc\"\"\"`, or `...` among others.

    It does nothing. Whatever should stand there is missing, and nothing else will say so.
    """

    code = "MSL707"
    name = "placeholder-statement"
    unfixed = "what the placeholder stands for is not there"

    def check_function(self, function: Function) -> Iterator[Problem]:
        owner = function.cls
        if owner is None or owner.kind != "cell" or isinstance(function.node, ast.Lambda):
            return
        body = function.node.body
        if ast.get_docstring(function.node, clean=False) is not None:
            body = body[1:]
        yield from self._in(body, function, len(body) > 1)

    def _in(self, body: list[ast.stmt], function: Function, among_others: bool) -> Iterator[Problem]:
        previous = False
        for statement in body:
            text = self._text(statement, among_others)
            if text is not None and not previous:
                yield Problem(
                    statement,
                    say(
                        "A placeholder (`{text}`) is left in {qualified_name}: it does nothing.",
                        text=text,
                        qualified_name=function.qualified_name,
                    ),
                    say("Write what is missing here, or remove it."),
                )
            previous = text is not None
            if not isinstance(statement, _COMPOUND):
                continue
            parts = [statement, *getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]
            for inner in (getattr(part, name, None) for part in parts for name in ("body", "orelse", "finalbody")):
                if isinstance(inner, list):
                    yield from self._in(inner, function, among_others)

    def _text(self, statement: ast.stmt, among_others: bool) -> Optional[str]:
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
            return None
        value = statement.value.value
        if value is Ellipsis:
            return "..." if among_others else None
        if isinstance(value, str) and _PLACEHOLDER.fullmatch(value):
            return f'"""{value.strip()}"""'
        return None


class DeadLocal(Rule):
    """A method of a Cell computes a value, gives it a name, and never uses the name.

    In a port this mostly means that the lines which used it are missing. The computation still costs
    time in PyNative mode.
    """

    code = "MSL708"
    name = "dead-local"
    severity = Severity.WARNING
    unfixed = "whether the lines that used it got lost, or the computation is no longer needed, is not in the code"

    def check_function(self, function: Function) -> Iterator[Problem]:
        owner = function.cls
        if owner is None or owner.kind != "cell" or function.reads_all_locals:
            return
        plain = {target for target, _, _ in function.assignments}
        for target, expression, _ in function.assignments:
            name = target.id
            if name in function.loads or name.startswith("_") or name in function.declared:
                continue
            stores = function.stores.get(name, [])
            if stores[:1] != [target] or not all(store in plain for store in stores):
                continue
            if isinstance(expression, ast.Call) and not _is_kept(function, target):
                text = function.module.text_of(expression)
                shown = text if len(text) <= 60 else function.module.text_of(expression.func) + "(...)"
                yield Problem(
                    target,
                    say(
                        "`{name}` is computed by `{shown}` in {qualified_name} and never used.",
                        name=name,
                        shown=shown,
                        qualified_name=function.qualified_name,
                    ),
                    say("Use it, or remove the line."),
                )


def _is_kept(function: Function, target: ast.AST) -> bool:
    """Whether what a name is given is given to something else as well: `self.split = split = ops.Split(-1, 2)`."""
    parent = function.module.parents.get(target)
    return isinstance(parent, ast.Assign) and any(not isinstance(other, ast.Name) for other in parent.targets)
