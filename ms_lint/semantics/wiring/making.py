"""Cells, layers, Parameters and tensors that the followed code makes."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any, Optional

from ms_lint.knowledge.catalog import Catalog
from ms_lint.messages import say
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.wiring import layers
from ms_lint.semantics.wiring.binding import bind
from ms_lint.semantics.wiring.copies import CannotCopy, Copier, copy_of, key_of, template_of
from ms_lint.semantics.wiring.functions.results import as_dims
from ms_lint.semantics.wiring.model import UNKNOWN, CellObject, Layer, Parameter, Tensor, has_weights, walk
from ms_lint.semantics.wiring.objects import (
    Closure,
    Items,
    PlainObject,
    Table,
)
from ms_lint.semantics.wiring.statements import Statements

SEQUENTIAL = frozenset({"SequentialCell", "Sequential"})
LISTS = frozenset({"CellList", "ModuleList", "CellDict", "ModuleDict"})
_CONTAINERS = SEQUENTIAL | LISTS
_ROOTS = ("mindspore.nn.Cell", "torch.nn.Module")


#: Where Keras has its layers, and its models.
_KERAS = ("tensorflow.keras.layers.", "tensorflow.keras.Sequential", "tensorflow.keras.models.Sequential")


def _is_class(catalog: Catalog, name: str) -> bool:
    entry = catalog.find(name)
    return entry is not None and entry.kind == "class"


@lru_cache(maxsize=8192)
def is_layer(catalog: Catalog, name: str) -> bool:
    """Whether a name is a class of layers or operators."""
    if name.startswith(_KERAS):
        return name.rpartition(".")[2] in SEQUENTIAL or (name.startswith(_KERAS[0]) and _is_class(catalog, name))
    if not name.startswith(("mindspore.", "torch.nn.")):
        return False
    entry = catalog.find(name)
    bases = (*_ROOTS, "mindspore.ops.Primitive")
    return entry is not None and entry.kind == "class" and any(catalog.is_subclass(name, base) for base in bases)


def _by_given_names(items: dict[str, Any]) -> dict[str, Any]:
    """The layers of a Keras model by the names that they were given, where they were."""
    found: dict[str, Any] = {}
    for key, item in items.items():
        given = item.arguments.get("name") if isinstance(item, Layer) else None
        found[given if isinstance(given, str) and given not in found else key] = item
    return found


def _fields(info: ClassInfo) -> Optional[dict[str, Optional[ast.expr]]]:
    """The fields of a dataclass with their defaults; None for what is none, or has methods that change them."""
    fields: dict[str, Optional[ast.expr]] = {}
    for each in reversed(list(info.project_ancestors())):
        names = [ast.unparse(decorator).partition("(")[0] for decorator in each.node.decorator_list]
        if not names or not all(name.rpartition(".")[2] == "dataclass" for name in names):
            return None
        if "__post_init__" in each.methods:
            return None
        for statement in each.node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                fields[statement.target.id] = statement.value
    return fields


class Making(Statements):
    """What a class of the project, or of a library, makes."""

    def _make(self, info: ClassInfo, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        if info.kind is None:
            return self._make_plain(info, positional, keywords)
        made = self._made_as_before(info, positional, keywords, node)
        if self._is_in_own_construct and any(isinstance(item, Layer) and has_weights(item) for _, item in walk(made)):
            self._report_made(info.name, node)
        return made

    def _make_plain(self, info: ClassInfo, positional: list[Any], keywords: dict[str, Any]) -> Any:
        """An object of a class that derives from nothing else: its ``__init__``, or the fields of a dataclass."""
        if not all(isinstance(each, ClassInfo) or each == "builtins.object" for each in info.ancestors):
            return UNKNOWN
        if info.node.keywords or any("__new__" in each.methods for each in info.project_ancestors()):
            return UNKNOWN
        made = PlainObject(info)
        init = info.method("__init__")
        is_decorated = any(each.node.decorator_list for each in info.project_ancestors())
        if init is not None and init.cls is not None and not is_decorated:
            self.run(Closure(init.node, init.module, None, init.cls), [made, *positional], keywords)
            return made
        if init is None and not is_decorated:
            return made
        fields = _fields(info)
        if init is not None or fields is None or len(positional) > len(fields):
            return UNKNOWN
        given = {**dict(zip(fields, positional)), **keywords}
        for name, default in fields.items():
            value = given.get(name, UNKNOWN)
            if name not in given and default is not None:
                value = self.attribute(info, name, default)
            self.set(made.attributes, name, value)
        return made

    def _made_as_before(
        self, info: ClassInfo, positional: list[Any], keywords: dict[str, Any], node: ast.AST
    ) -> CellObject:
        """An object of a class, by its ``__init__``, or as a copy of one that was made with the same arguments."""
        made = CellObject(info, place=self.here(node))
        key = None if self.in_construct else key_of(info, positional, keywords)
        if key is None:
            self.initialize(made, positional, keywords)
            return made
        callers = tuple(self.places)
        template = self.memory.templates.get(key)
        if template is not None:
            self.spend(template.size)
            self.steps += template.steps
            return copy_of(template, callers, self.here(node))
        steps, before = len(self.steps), (len(self.mismatches), len(self.values))
        journal, self.journal = self.journal, None  # nobody else has it yet, whatever becomes of this branch
        try:
            self.initialize(made, positional, keywords)
        finally:
            self.journal = journal
        if key not in self.memory.templates:
            is_plain = made.complete and before == (len(self.mismatches), len(self.values))
            is_plain = is_plain and key == key_of(info, positional, keywords)
            template = template_of(made, callers, tuple(self.steps[steps:])) if is_plain else None
            self.memory.templates[key] = template
            self.spend(template.size if template is not None else 0)
        return made

    @property
    def _is_in_own_construct(self) -> bool:
        """Whether the `construct` of the class that is followed runs, and no other one in it."""
        return self.in_construct and len(self.objects) == 1 and not self.making

    def _report_made(self, name: str, node: ast.AST) -> None:
        self.report(
            "made",
            node,
            say(
                "`{cls}` is made in construct: it has new weights at each call, which are not among the parameters of "
                "the Cell and are never trained.",
                cls=name,
            ),
            suggestion=say("Make it in `__init__`, and call it here."),
        )

    def initialize(self, made: CellObject, positional: list[Any], keywords: dict[str, Any]) -> None:
        """Run the ``__init__`` of an object."""
        init = made.info.method("__init__")
        if init is None or init.cls is None:
            self._library_init(made, positional, keywords)
            made.complete = True
            return
        self.making.append(made)
        try:
            self.run(Closure(init.node, init.module, None, init.cls), [made, *positional], keywords)
            made.complete = True
        finally:
            self.making.pop()

    def _library_init(self, made: CellObject, positional: list[Any], keywords: dict[str, Any]) -> None:
        """``super().__init__(...)`` of a class that derives from a layer: ``class Block(nn.SequentialCell)``."""
        if made.info.kind == "keras":
            self.keras_init(made, positional, keywords)
            return
        base = made.info.library_base
        if base is None or base in _ROOTS or made.layer is not None:
            return
        canonical = made.info.module.canonical(base)
        if canonical in _ROOTS:
            return
        place = made.place or self.here(made.info.node)
        layer = self._library_layer(canonical, positional, keywords, place.node)
        layer.path = made.path
        made.layer = layer

    def keras_init(self, made: CellObject, positional: list[Any], keywords: dict[str, Any]) -> None:
        """``super().__init__(...)`` of a class of Keras."""
        raise NotImplementedError

    def _is_class(self, name: str) -> bool:
        return _is_class(self.frame.module.catalog, name)

    def _is_layer(self, name: str) -> bool:
        return is_layer(self.frame.module.catalog, name)

    def _library_layer(self, name: str, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Layer:
        arguments, given = bind(self.frame.module.catalog, name, positional, keywords)
        layer = Layer(name, arguments, self.here(node), given, callers=tuple(self.places))
        if layer.class_name in _CONTAINERS:
            layer.items = self._container_items(positional, keywords)
            if layer.items is not None and name.startswith("tensorflow."):
                layer.items = _by_given_names(layer.items)
        check = layers.CHECKS.get(layer.class_name)
        if check is not None and self._is_modelled(name):
            check(self, layer)
        if self._is_in_own_construct and has_weights(layer):
            self._report_made(layer.class_name, node)
        return layer

    def _container_items(self, positional: list[Any], keywords: dict[str, Any]) -> Optional[dict[str, Any]]:
        if "layers" in keywords:  # of Keras
            positional, keywords = [keywords["layers"]], {**keywords, "layers": None}
        if keywords.keys() - {"layers", "name", "trainable"}:
            return None
        if len(positional) == 1 and not isinstance(positional[0], (Layer, CellObject)):
            source = positional[0]
            if isinstance(source, Table):
                return None if source.is_open else {str(key): value for key, value in source.items()}
            items = self.iterate(source)
            return None if items is None else {str(index): item for index, item in enumerate(items)}
        return {str(index): item for index, item in enumerate(positional)}

    def _is_modelled(self, name: str) -> bool:
        return name.startswith(("mindspore.nn.", "mindspore.mint.nn.", "torch.nn.", "mindspore.ops."))

    def _parameter(self, positional: list[Any], keywords: dict[str, Any], node: ast.AST) -> Any:
        names = ("default_input", "name", "requires_grad")
        found = {**dict(zip(names, positional)), **keywords}
        source = found.get("default_input", found.get("data", UNKNOWN))
        shape = self.shape(source)
        if self._is_in_own_construct:
            self._report_made("Parameter", node)
        name, trainable = found.get("name"), found.get("requires_grad", True)
        return Parameter(
            shape,
            name=name if isinstance(name, str) else "",
            place=self.here(node),
            trainable=trainable if isinstance(trainable, bool) else None,
        )

    def _tensor(self, positional: list[Any], keywords: dict[str, Any]) -> Any:
        shape = keywords.get("shape")
        if shape is not None:
            target = as_dims(shape)
            return Tensor(None if target is None else tuple(target))
        source = positional[0] if positional else UNKNOWN
        if isinstance(source, Tensor):
            return Tensor(source.shape, dtype=source.dtype)
        found: list[Any] = []
        while isinstance(source, (Items, tuple)):
            if isinstance(source, Items) and source.is_open:
                return Tensor()
            found.append(len(source))
            source = source[0] if len(source) else 0
        return Tensor(tuple(found)) if isinstance(source, (int, float)) else Tensor()

    def copied(self, value: Any) -> Any:
        """A deep copy: layers of their own."""
        try:
            return Copier(keeps_paths=False).copy(value)
        except CannotCopy:
            return UNKNOWN
