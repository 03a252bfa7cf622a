"""MSL7xx: the Cell as a structure: attributes and layers set, read and called; names; outputs."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Optional, Union

from ms_lint.findings import Confidence, Severity
from ms_lint.knowledge.catalog import package
from ms_lint.knowledge.frameworks import CONVENTIONS
from ms_lint.knowledge.members import KERAS, MODULE
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo, Read
from ms_lint.semantics.module import Module
from ms_lint.semantics.origin import original_of
from ms_lint.semantics.scopes import Function, Unresolved
from ms_lint.semantics.values import Argument, Constant, Instance, Tensor, Value, alternatives
from ms_lint.semantics.wiring.model import Layer, walk
from ms_lint.semantics.wiring.model import has_weights as has_layer_weights

from .wording import nearest

_MAIN = re.compile(r"if __name__ ==")
_CELL = "mindspore.nn.Cell"
_PRIMITIVE = "mindspore.ops.Primitive"
_PLACEHOLDER = re.compile(
    r"\W*(etc|and so on|placeholder|your code here|fill in|omitted|省略|略|等等|待补充)?\W*"
    r"|\s*(\.\.\.|…|to ?do\b|tbd\b|fixme\b).*",
    re.IGNORECASE | re.DOTALL,
)
_WEIGHTED = re.compile(
    r"Dense|Conv|BatchNorm|SyncBatchNorm|LayerNorm|GroupNorm|InstanceNorm|Embedding|PReLU|LSTM|GRU|RNN|Multihead|Transformer|BiDense"
)


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


def unset_reads(cls: ClassInfo) -> Iterator[tuple[str, list[Read], Optional[str]]]:
    """The attributes that a Cell reads on ``self`` and that nothing of the project sets: the name, where it is
    read, and the most similar name that the class has. None where a base is not known or more than ``nn.Cell``,
    or where attributes are set under computed names."""
    if cls.kind != "cell" or not _derives_from_plain_cell(cls):
        return
    family = cls.project_ancestors()
    if any(info.dynamic_set or "__getattr__" in info.methods for info in family):
        return
    unset = [name for name in cls.reads if not any(info.provides(name) for info in family)]
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


def _is_misspelt_elsewhere(cls: ClassInfo, name: str) -> bool:
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

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        library = _library_attributes()
        for name, reads, near in unset_reads(cls):
            if name in library or (name.startswith("_") and near is None):
                continue  # maybe an internal of the base class that the catalog does not list
            if near is None and (name in MODULE or name in KERAS):
                continue  # a method of the original's base class, which MSL110 reports
            yield self._problem(cls, name, reads[0], near)

    def _problem(self, cls: ClassInfo, name: str, read: Read, near: Optional[str]) -> Problem:
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
        )


def _has_construct(cls: ClassInfo) -> bool:
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

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not _has_construct(cls) or cls.dynamic_get:
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
            if _is_read_by_family(cls, name):
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


def _is_read_by_family(cls: ClassInfo, name: str) -> bool:
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
    return index.is_on_self(name, [path for path in index.files_with_subclass(cls.name) if path != here])


class LayerNeverCalled(Rule):
    """A sub-cell is made in `__init__` and never used.

    Its parameters are still among `trainable_params()`: they get zero gradients, weight decay moves
    them, and they fill the checkpoint. Mostly a line of `construct` was not carried over.

    A layer counts as used when any method, base class or subclass of the project reads it, when
    another object's attribute of that name is read anywhere in the project, or when its name appears
    in a string there.
    """

    code = "MSL703"
    name = "layer-never-called"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or not _has_construct(cls) or cls.dynamic_get:
            return
        unread = [
            (name, assignments)
            for name, assignments in cls.assignments.items()
            if name not in cls.reads
            and name not in cls.guarded
            and (is_made_of(assignments, _CELL, cls.module) or _followed_layer(cls, name) is not None)
        ]
        if not unread:
            return
        for name, assignments in unread:
            if cls.module.index.is_read(name) or _is_read_by_family(cls, name):
                continue
            if _is_misspelt_elsewhere(cls, name):
                continue
            first = assignments[0]
            layers = [value for value in alternatives(first.value) if isinstance(value, Instance)]
            made = _followed_layer(cls, name)
            what = layers[0].class_name if layers else made.class_name if made is not None else say("layer")
            has_weights = any(_has_weights(layer) for layer in layers) or any(
                isinstance(item, Layer) and has_layer_weights(item) for _, item in walk(made)
            )
            consequence = (
                say("its weights are saved and decayed, but never trained") if has_weights else say("it has no effect")
            )
            yield Problem(
                first.node,
                say(
                    "`self.{name}` ({what}) is declared in {qualified_name} and never called in {cls}: {consequence}.",
                    name=name,
                    what=what,
                    qualified_name=first.function.qualified_name,
                    cls=cls.name,
                    consequence=consequence,
                ),
                say("Call it in `construct`, or remove it."),
                severity=None if has_weights else Severity.WARNING,
            )


def _followed_layer(cls: ClassInfo, name: str) -> Optional[Layer]:
    """The layer of a library that an attribute holds in the end, where a method of the class makes it."""
    wiring = next((wiring for wiring in cls.module.wirings if wiring.root.info is cls), None)
    value = wiring.root.attributes.get(name) if wiring is not None else None
    return value if isinstance(value, Layer) and ".nn." in value.kind else None


def _has_weights(layer: Instance, depth: int = 3) -> bool:
    """Whether a layer holds parameters: by its kind, for a Cell of the project by its own layers."""
    if isinstance(layer.of, str):
        return bool(_WEIGHTED.match(layer.class_name))
    return depth > 0 and any(
        inner.of == "mindspore.Parameter" or _has_weights(inner, depth - 1) for inner in layer.of.instances_made()
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
        if name in CONVENTIONS:
            suggestion = say("It is left over from {library}, or its import is missing.", library=CONVENTIONS[name])
        elif near:
            suggestion = say("Did you mean `{near}`?", near=near)
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
        )


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
    return module.catalog.is_subclass(value.of, _CELL)


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
            )


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
            if isinstance(expression, ast.Call):
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


_Member = tuple[str, Assignment, Instance]
_FEWEST_SIBLINGS = 3


class SiblingDiffers(Rule):
    """Among similar layers of one class one differs in its kernel, padding mode, bias, epsilon or momentum.

    Layers are similar when they are of one class and their names differ in one number, with more of the
    name after it (`icp1_out3`, `icp2_out3`, `icp3_out3`), when at least one more such row goes along
    (`icp1_out1`, `icp2_out1`, `icp3_out1`), and when at least two agree where the third does not.
    Channels, strides and paddings may progress freely. It is the kind of slip that no shape check
    finds: with `pad_mode='same'` a 5x5 kernel fits wherever a 1x1 does, with 25 times the weights.
    """

    code = "MSL709"
    name = "sibling-differs"
    severity = Severity.WARNING
    confidence = Confidence.LIKELY
    _roles = ("kernel_size", "pad_mode", "has_bias", "eps", "epsilon", "momentum", "use_batch_statistics")

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell":
            return
        rows: dict[tuple[str, str, object], dict[str, _Member]] = {}
        for name, assignments in cls.assignments.items():
            value = assignments[0].value
            if len(assignments) != 1 or not isinstance(value, Instance):
                continue
            for number in re.finditer(r"\d+", name):
                if re.search(r"[^\W_]", name[number.end() :]):
                    key = (name[: number.start()], name[number.end() :], value.of)
                    rows.setdefault(key, {})[number.group()] = (name, assignments[0], value)
        for (prefix, suffix, _), row in rows.items():
            if len(row) < _FEWEST_SIBLINGS:
                continue
            along = [
                other
                for (other_prefix, other_suffix, _), other in rows.items()
                if other_prefix == prefix and other_suffix != suffix and other.keys() == row.keys()
            ]
            if along:
                yield from self._odd_one(cls, list(row.values()))

    def _odd_one(self, cls: ClassInfo, members: list[_Member]) -> Iterator[Problem]:
        settings = [self._arguments(instance, cls.module) for _, _, instance in members]
        for role in self._roles:
            given = [arguments.get(role) for arguments in settings]
            shown = [repr(value) for value in given]
            if None in given or len(set(shown)) != 2:
                continue
            common = max(set(shown), key=shown.count)
            odd = [index for index, text in enumerate(shown) if text != common]
            if len(odd) != 1:
                continue
            name, assignment, _ = members[odd[0]]
            others = [members[index][0] for index in range(len(members)) if index != odd[0]]
            siblings = f"`{others[0]}`"
            for other in others[1:3]:
                siblings = say("{names} and {other}", names=siblings, other=f"`{other}`")
            if len(others) > 3:
                siblings = say("{names} and others", names=siblings)
            yield Problem(
                assignment.node,
                say(
                    "`{name}` has {role}={shown} where its siblings {siblings} have {role}={common}.",
                    name=name,
                    role=role,
                    shown=shown[odd[0]],
                    siblings=siblings,
                    common=common,
                ),
                say("Check it against the original."),
            )

    def _arguments(self, instance: Instance, module: Module) -> dict[str, object]:
        """The known arguments of a layer by the role that they play in the MindSpore layer: the
        parameters of a project's Cell count as what its own layer makes of them."""
        if isinstance(instance.of, str):
            entry = module.catalog.find(instance.of)
            names = [p.name for p in entry.signatures[0].positional] if entry is not None and entry.signatures else []
            return _constants(instance, names)
        init = instance.of.method("__init__")
        if init is None:
            return {}
        given = _constants(instance, [p.name for p in init.signature.positional])
        roles: dict[str, object] = {}
        for inner in instance.of.instances_made():
            if not isinstance(inner.of, str):
                continue
            entry = module.catalog.find(inner.of)
            if entry is None or not entry.signatures:
                continue
            names = [p.name for p in entry.signatures[0].positional]
            for key, value in inner.arguments.items():
                role = key if isinstance(key, str) else names[key] if key < len(names) else ""
                if isinstance(value, Argument) and value.function is init and value.name in given:
                    roles.setdefault(role, given[value.name])
        return roles


def _constants(instance: Instance, names: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in instance.arguments.items():
        name: Union[int, str] = key
        if isinstance(key, int):
            if key >= len(names):
                continue
            name = names[key]
        if isinstance(value, Constant):
            found[str(name)] = value.value
    return found
