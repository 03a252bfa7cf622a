"""MSL701 and MSL702: attributes of a Cell that are set and read."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Optional

from ms_lint.findings import Applicability, Severity
from ms_lint.knowledge.catalog import package
from ms_lint.knowledge.members import KERAS, MODULE
from ms_lint.messages import say
from ms_lint.place_fix import renamed
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo, Read
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.values import Constant, Instance, alternatives

from .wording import nearest

_CELL = "mindspore.nn.Cell"


_PRIMITIVE = "mindspore.ops.Primitive"


@lru_cache(maxsize=1)
def _library_attributes() -> frozenset[str]:
    """What every Cell has, in any version: an attribute that only another version has is not misspelt."""
    data = package("mindspore")
    assert data is not None
    names = {"construct", "extend_repr", "get_mixed_precision_type", "set_mixed_precision_type"}
    for position in range(len(data.versions)):
        names.update(data.members(_CELL, position))
    return frozenset(names)


def _derives_from_plain_cell(cls: ClassInfo) -> bool:
    """Whether all library bases are ``nn.Cell`` itself: what the ``__init__`` of others (Optimizer,
    TrainOneStepCell ...) sets is not in the catalog."""
    return all(
        isinstance(ancestor, ClassInfo)
        or (ancestor is not None and cls.module.canonical(ancestor) in (_CELL, "builtins.object", "abc.ABC"))
        for ancestor in cls.ancestors
    )


#: What sets attributes under computed names is not set in this way itself.
_SETTERS = ("add_module", "register_module")


def unset_reads(cls: ClassInfo, of_layers: bool = False) -> Iterator[tuple[str, list[Read], Optional[str]]]:
    """The attributes that a Cell reads on ``self`` and that nothing of the project sets: the name, where it is
    read, and the most similar name that the class has. None where a base is not known or more than ``nn.Cell``
    (``of_layers``: a layer of MindSpore will do), or where attributes are set under computed names."""
    if cls.kind != "cell" or not (_derives_from_plain_cell(cls) or (of_layers and cls.library_base is not None)):
        return
    family = cls.project_ancestors()
    if any("__getattr__" in info.methods for info in family):
        return
    unset = [name for name in cls.reads if not any(info.provides(name) for info in family)]
    if any(info.dynamic_set for info in family):
        unset = [name for name in unset if name in _SETTERS]
    own = _own_names(cls) if unset else []
    for name in unset:
        if name.startswith("__") or cls.module.index.is_set(name) or _is_set_in_subclass(cls, name):
            continue
        yield name, cls.reads[name], nearest(name, own)


def _is_set_in_subclass(cls: ClassInfo, name: str) -> bool:
    """Whether a subclass provides the attribute: one of this module, or one in another file that mentions it."""
    for other in cls.module.subclasses(cls):
        if name in other.assignments or name in other.methods or name in other.class_names:
            return True
    return _mentioned_in_subclass_files(cls, name)


def _own_names(cls: ClassInfo) -> list[str]:
    """The attributes and methods of a class and its bases in the project."""
    return sorted({name for info in cls.project_ancestors() for name in (*info.assignments, *info.methods)})


def is_misspelt_elsewhere(cls: ClassInfo, name: str) -> bool:
    """Whether an attribute that nothing sets is read under nearly this name: then that is the mistake."""
    own = set(_own_names(cls))
    return any(read not in own and nearest(read, [name]) for read in cls.reads)


class AttributeNeverSet(Rule):
    """An attribute is read on `self`, and nothing sets it.

    The read raises an AttributeError, and only when that line is reached: for `construct` at the
    first call, long after the network was built. Mostly a misspelling, or a layer that was not
    carried over.

    Attributes may be set in `__init__` or any other method, in base classes and subclasses of the
    project, by `setattr`, `register_buffer` or `insert_child_to_cell`, or from outside; a class that
    sets attributes under computed names, or that has a base which cannot be looked into, is not
    judged.
    """

    code = "MSL701"
    name = "attribute-never-set"
    fix = Applicability.UNSAFE

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        library = _library_attributes()
        for name, reads, near in unset_reads(cls):
            if name in library or (name.startswith("_") and near is None):
                continue  # maybe an internal of the base class that the catalog does not list
            if near is None and (name in MODULE or name in KERAS):
                continue  # a method of the original's base class, which MSL110 reports
            yield self._problem(cls, name, reads, near)

    def _problem(self, cls: ClassInfo, name: str, reads: Sequence[Read], near: Optional[str]) -> Problem:
        read = reads[0]
        init = cls.methods.get("__init__")
        if near:
            suggestion = say("Write `self.{near}`.", near=near)
        elif init is not None and any(parameter.name == name for parameter in init.signature.parameters):
            suggestion = say("Keep the parameter: `self.{name} = {name}` in `__init__`.", name=name)
        else:
            suggestion = say("Set it in `{cls}.__init__`.", cls=cls.name)
        return Problem(
            read.node,
            say(
                "`self.{name}` is read in {function} but never assigned in {cls} (did you mean `self.{near}`?): an "
                "AttributeError when this line runs.",
                name=name,
                function=read.function.qualified_name,
                cls=cls.name,
                near=near,
            )
            if near
            else say(
                "`self.{name}` is read in {function} but never assigned in {cls}: an AttributeError when this line "
                "runs.",
                name=name,
                function=read.function.qualified_name,
                cls=cls.name,
            ),
            suggestion,
            fix=_respelled(cls.module, reads, near) if near else None,
        )


def _respelled(module: Module, reads: Sequence[Read], near: str) -> Optional[Rewrite]:
    """The fix that reads the attribute of nearly this name everywhere."""
    doubt = say("taken for a misspelling of `{near}`", near=near)
    found = [renamed(module, read.node, near, doubt) for read in reads]
    edits = [edit for rewrite in found if rewrite is not None for edit in rewrite.edits]
    if len(edits) != len(reads):
        return None
    return Rewrite(tuple(dict.fromkeys(edits)), doubt, Applicability.UNSAFE)


def has_construct(cls: ClassInfo) -> bool:
    """Whether a class or its bases compute something: a `construct` that only raises is for others to write."""
    construct = cls.method("construct")
    if construct is None or isinstance(construct.node, ast.Lambda):
        return False
    body = construct.node.body
    if ast.get_docstring(construct.node, clean=False) is not None:
        body = body[1:]
    return not all(isinstance(statement, (ast.Raise, ast.Pass)) for statement in body)


class AttributeNeverRead(Rule):
    """An attribute is set and never read.

    An operator that no method uses, or a constructor argument that is kept and forgotten, is mostly
    the trace of a part that was lost on the way: in the original something read it. Operators
    (`self.reshape = ops.Reshape()`) are reported always; other values only when a torch or Keras
    class of the same name reads the attribute.
    """

    code = "MSL702"
    name = "attribute-never-read"
    severity = Severity.WARNING
    unfixed = "whether the lines that read it got lost, or the attribute is no longer needed, is not in the code"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not has_construct(cls) or cls.dynamic_get:
            return
        unread = {
            name: assignments
            for name, assignments in cls.assignments.items()
            if name not in cls.reads and name not in cls.guarded and not name.startswith("_")
        }
        if not unread:
            return
        original = original_of(cls)
        for name, assignments in unread.items():
            first = assignments[0]
            is_operator = is_made_of(assignments, _PRIMITIVE, cls.module)
            if not (is_operator or original is not None) or is_made_of(assignments, _CELL, cls.module):
                continue
            if is_read_by_family(cls, name) or is_misspelt_elsewhere(cls, name):
                continue
            reader = _reader(original, name) if original is not None else None
            if reader is None and not is_operator:
                continue
            message = say(
                "`self.{name}` is set in {qualified_name} and never read.",
                name=name,
                qualified_name=first.function.qualified_name,
            )
            if reader is not None and original is not None:
                message = say(
                    "`self.{name}` is set and never read in {cls}; the original {original} reads it in "
                    "{function}, so that part seems to be lost.",
                    name=name,
                    cls=cls.name,
                    original=original.name,
                    function=reader.function.name,
                )
                yield Problem(first.node, message, say("Port that part."))
            else:
                yield Problem(first.node, message, say("Use it where the original did, or remove it."))


def _reader(original: ClassInfo, name: str) -> Optional[Read]:
    original.module.follow_class(original)
    reads = [read for read in original.reads.get(name, ()) if read.function.name != "__init__"]
    return reads[0] if reads else None


def is_made_of(assignments: list[Assignment], base: str, module: Module) -> bool:
    """Whether every value that is assigned is an instance of a library class below ``base`` (for
    Cells also of a Cell of the project)."""
    found = False
    for assignment in assignments:
        for value in alternatives(assignment.value):
            if isinstance(value, Constant) and value.value is None:
                continue
            if not isinstance(value, Instance):
                return False
            if isinstance(value.of, ClassInfo):
                if base != _CELL or value.of.kind != "cell":
                    return False
            elif not module.catalog.is_subclass(value.of, base):
                return False
            found = True
    return found


def is_read_by_family(cls: ClassInfo, name: str) -> bool:
    """Whether a base class or subclass of the project reads the attribute."""
    for info in cls.project_ancestors():
        if info is not cls and (name in info.reads or info.dynamic_get):
            return True
    for other in cls.module.subclasses(cls):
        if name in other.reads or other.dynamic_get:
            return True
    return _mentioned_in_subclass_files(cls, name)


def _mentioned_in_subclass_files(cls: ClassInfo, name: str) -> bool:
    index, here = cls.module.index, os.path.abspath(cls.module.path)
    files = [path for path in index.files_with_subclass(cls.name) if path != here]
    return index.is_on_self(name, files) or index.is_defined(name, files)
