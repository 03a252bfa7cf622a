"""MSL751 and MSL752: methods that a Cell has for nobody, and calls of methods that its bases do not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.members import MODULE
from ms_lint.messages import say
from ms_lint.place_fix import renamed, unsafe
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Module

from .wording import nearest

_CELL = "mindspore.nn.Cell"


class SuperMethodMissing(Rule):
    """`super()` is asked for a method that no base class has.

    The line raises an AttributeError when it is reached: the base was not carried over as a whole, or calls the method
    by another name.

        def construct(self, x):
            return super().extract(x)

    Names of torch's Module (`super().forward`) are reported by MSL110.
    """

    code = "MSL751"
    name = "super-method-missing"
    fix = Applicability.UNSAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or any(ancestor is None for ancestor in cls.ancestors):
            return
        bases = [info for info in cls.project_ancestors() if info is not cls]
        catalog = cls.module.catalog
        libraries = [ancestor for ancestor in cls.ancestors if isinstance(ancestor, str)]
        if not bases or any(info.dynamic_set or "__getattr__" in info.methods for info in bases):
            return
        if not all(catalog.canonical(name) in (_CELL, "builtins.object", "abc.ABC") for name in libraries):
            return
        if any(name != cls.name for name in _subclass_names(cls)):
            return  # another class may stand between it and its base
        for function in cls.methods.values():
            for node in ast.walk(function.node):
                name = _asked_of_super(node)
                if name is None or name.startswith("__") or any(info.provides(name) for info in bases):
                    continue
                if catalog.find(f"{_CELL}.{name}") is not None or name in MODULE:
                    continue  # what torch's Module has is MSL110's
                near = nearest(name, sorted({method for info in bases for method in info.methods}))
                yield Problem(
                    node,
                    say(
                        "`super().{name}` is read in {function}, and no base of {cls} has it: an AttributeError.",
                        name=name,
                        function=function.qualified_name,
                        cls=cls.name,
                    ),
                    say("Write `super().{near}`.", near=near)
                    if near
                    else say("Port the method to {base}.", base=bases[0].name),
                    fix=_misspelt(cls.module, node, near) if near else None,
                )


def _misspelt(module: Module, node: ast.AST, near: str) -> Optional[Rewrite]:
    doubt = say("taken for a misspelling of `{near}`", near=near)
    return unsafe(renamed(module, node, near, doubt), doubt)


def _subclass_names(cls: ClassInfo) -> list[str]:
    """Subclasses with other bases beside it, whose methods `super()` may reach."""
    return [other.name for other in cls.module.subclasses(cls) if len(other.bases) > 1]


def _asked_of_super(node: ast.AST) -> Optional[str]:
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
    ):
        return node.attr
    return None


class ForwardBesideConstruct(Rule):
    """A Cell has `forward` beside `construct`, and nothing calls it.

    MindSpore calls `construct`. What is changed in `forward`, which is left from the original, has no effect.

    A `forward` that anything in the project calls, also of another object, is left alone.
    """

    code = "MSL752"
    name = "forward-beside-construct"
    severity = Severity.WARNING
    unfixed = "whether `construct` lacks what `forward` does, or `forward` is left over, is not in the code"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        forward, construct = cls.methods.get("forward"), cls.methods.get("construct")
        if cls.kind != "cell" or forward is None or construct is None or cls.module.has_dialect:
            return
        if cls.dynamic_get or "forward" in cls.reads or cls.module.index.is_read("forward"):
            return
        if any("forward" in info.reads for info in (*cls.project_ancestors(), *cls.module.subclasses(cls))):
            return
        yield Problem(
            forward.node,
            say("Nothing calls `{cls}.forward`: MindSpore calls `construct`, which stands beside it.", cls=cls.name),
            say("Remove it, or move what `construct` lacks there."),
        )
