"""All public names of one version of a package, with what each of them is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Union

from .bindings import Binding, Class, Documented, External, Function, Instance, ModuleRef, Partial, Record
from .docstrings import Deprecation, deprecation, described, is_deprecated, platforms, text_of
from .execution import Module
from .intervals import State
from .parameters import Parameters, text_of_parameters
from .signatures import Signatures
from .world import World

#: Where a name is looked for first: the same object has its canonical name there.
_PREFERRED = (
    "mindspore mindspore.nn mindspore.ops mindspore.mint mindspore.mint.nn mindspore.mint.nn.functional "
    "torch torch.nn torch.nn.functional".split()
)
#: Namespaces of which everything that can be reached is of interest, not only what they export.
_CORE = frozenset(
    "mindspore mindspore.nn mindspore.ops mindspore.mint mindspore.mint.nn mindspore.mint.nn.functional "
    "mindspore.mint.optim mindspore.mint.linalg mindspore.mint.special mindspore.mint.distributed mindspore.numpy "
    "mindspore.dataset mindspore.dataset.transforms mindspore.dataset.vision mindspore.train mindspore.amp "
    "mindspore.communication mindspore.communication.management mindspore.context mindspore.common "
    "mindspore.common.initializer mindspore.ops.operations "
    "mindspore.common.dtype mindspore.parallel mindspore.experimental mindspore.experimental.optim "
    "torch torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.optim torch.optim.lr_scheduler "
    "torch.utils.data torch.cuda torch.autograd torch.amp torch.cuda.amp torch.distributed torch.linalg torch.fft "
    "torch.special torch.backends torch.utils torch.jit".split()
)
#: Other namespaces that are documented, or that users import from.
DOCUMENTED = _CORE | frozenset(
    "mindspore.nn.probability mindspore.nn.probability.distribution mindspore.nn.probability.bijector "
    "mindspore.nn.transformer mindspore.nn.optim mindspore.nn.metrics mindspore.nn.grad "
    "mindspore.nn.learning_rate_schedule mindspore.nn.dynamic_lr mindspore.nn.utils mindspore.nn.extend "
    "mindspore.nn.reinforcement mindspore.nn.layer.quant mindspore.ops.functional "
    "mindspore.ops.function mindspore.ops.composite mindspore.ops.primitive mindspore.ops.extend "
    "mindspore.ops.silent_check mindspore.numpy.fft mindspore.scipy mindspore.scipy.linalg "
    "mindspore.scipy.sparse.linalg mindspore.scipy.optimize mindspore.scipy.fft mindspore.common.parameter "
    "mindspore.dataset.transforms.c_transforms mindspore.dataset.transforms.py_transforms "
    "mindspore.dataset.vision.c_transforms mindspore.dataset.vision.py_transforms mindspore.dataset.vision.utils "
    "mindspore.dataset.text mindspore.dataset.text.utils mindspore.dataset.audio mindspore.dataset.config "
    "mindspore.dataset.utils mindspore.dataset.debug mindspore.train.callback mindspore.train.metrics "
    "mindspore.train.serialization mindspore.train.summary mindspore.train.amp "
    "mindspore.communication.comm_func mindspore.experimental.optim.lr_scheduler "
    "mindspore.experimental.map_parameter mindspore.parallel.nn mindspore.parallel.auto_parallel "
    "mindspore.parallel.shard mindspore.parallel.distributed mindspore.profiler mindspore.rewrite mindspore.boost "
    "mindspore.mindrecord mindspore.hal mindspore.hal.contiguous_tensors_handle mindspore.runtime "
    "mindspore.device_context mindspore.device_manager mindspore.utils mindspore.log mindspore.onnx mindspore.graph "
    "mindspore.compression mindspore.safeguard mindspore.explainer "
    "torch.nn.utils.rnn torch.nn.utils.parametrizations torch.nn.utils.parametrize torch.nn.parallel "
    "torch.nn.parameter torch.nn.attention torch.optim.swa_utils torch.utils.data.distributed "
    "torch.utils.checkpoint torch.utils.tensorboard torch.utils.model_zoo torch.autograd.function "
    "torch.autograd.functional torch.distributions torch.backends.cudnn torch.backends.mps torch.backends.cuda "
    "torch.hub torch.onnx torch.random torch.sparse torch.profiler torch.multiprocessing torch.func "
    "torch.testing torch.version torch.distributed.fsdp torch.compiler torch.nested torch.signal.windows torch.mps "
    "torch.cpu torch.accelerator".split()
)
_FUTURE = frozenset({"absolute_import", "annotations", "division", "print_function", "unicode_literals"})
#: Methods that the users of a class do not call.
INNER_METHODS = frozenset(
    "construct forward infer_shape infer_dtype infer_value check_shape check_dtype extend_repr extra_repr bprop "
    "get_bprop".split()
)
_CALLABLE_ROOTS = ("Primitive", "Cell", "MultitypeFuncGraph", "HyperMap", "Module", "GradOperation", "Layer")
_ATTRIBUTE_ROOTS = ("Cell", "Module")
_ATTRIBUTE_METHODS = ("__init__", "reset_parameters", "_init_weights")
_WARNINGS = frozenset({"logger.warning", "log.warning", "warnings.warn", "logger.warn"})
#: Objects of an extension written in C that are no callables: data types.
_C_VALUES = "mindspore._c_expression.typing."
_RECURSION = 20_000


@dataclass
class Entry:
    """One name: what the catalog says of it. ``exported`` is False where it can be reached only."""

    kind: str
    binding: Binding
    exported: bool = True
    forms: Optional[list[Parameters]] = None
    call_forms: Optional[list[Parameters]] = None
    deprecation: Optional[Deprecation] = None
    platforms: str = ""
    flags: str = ""
    bases: list[str] = field(default_factory=list)

    def state(self) -> State:
        """As it is written."""
        dep = self.deprecation
        deprecated = None if dep is None else _trimmed([dep.since, dep.instead, dep.removed])
        flags = ("" if self.exported else "r") + self.flags
        return [
            self.kind,
            _texts(self.forms),
            _texts(self.call_forms),
            deprecated,
            self.platforms or None,
            flags or None,
            self.bases or None,
        ]


def _trimmed(values: list[Any]) -> list[Any]:
    while len(values) > 2 and values[-1] is None:
        values.pop()
    return values


def _texts(forms: Optional[list[Parameters]]) -> Union[str, list[str], None]:
    texts = list(dict.fromkeys(text_of_parameters(form) for form in forms or ()))
    return None if not texts else texts[0] if len(texts) == 1 else texts


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Imports nest as deep as the modules of a package do."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class Api:
    """The names of a package whose modules were executed."""

    def __init__(
        self, world: World, module_names: Iterable[str], prepare: Optional[Callable[[World], None]] = None
    ) -> None:
        """Import the package, let ``prepare`` add what that cannot see, and import more of its modules."""
        self.world = world
        self.signatures = Signatures(world)
        self.records: dict[str, Entry] = {}
        self.aliases: dict[str, str] = {}
        with deep_recursion():
            world.load(world.top)
            if prepare is not None and world.top in world.modules:
                prepare(world)
            #: What `import PACKAGE` alone makes reachable.
            self.namespaces = {name: dict(module.names) for name, module in world.modules.items()}
            self._reached = frozenset(self.namespaces)
            for name in module_names:
                if world.load(name) is not None:
                    self.namespaces.setdefault(name, world.modules[name].names)
        #: Modules that are documented under another name than that of their file.
        self._public_names = {
            binding.name: full
            for namespace, names in self.namespaces.items()
            for leaf, binding in names.items()
            if isinstance(binding, ModuleRef)
            and (full := f"{namespace}.{leaf}") in DOCUMENTED
            and binding.name not in DOCUMENTED
            and full != binding.name
        }

    def states(self) -> dict[str, State]:
        """What is written for each name."""
        found: dict[str, State] = {}
        for name in self.namespaces:
            public = self._public_names.get(name, name)
            if not _is_private(public):
                module = self.world.modules.get(name)
                open_ = module is not None and module.exports is None and public not in _CORE
                flags = ("" if name in self._reached else "i") + ("o" if open_ else "")
                found[public] = Entry("m", ModuleRef("", name), flags=flags).state()
            if public != name and not _is_private(name):
                found[name] = ["=", public]
        # a module that an import has to name may share its name with something that its parent has
        found.update((name, ["=", other]) for name, other in self.aliases.items())
        found.update((name, record.state()) for name, record in self.records.items())
        return found

    # ---- from the modules' names to records

    def collect(self) -> None:
        """Fill the records: module members, then members of classes."""
        with deep_recursion():
            places: dict[Binding, list[tuple[str, bool]]] = {}
            for module_name, names in self.namespaces.items():
                self._collect_module(self.world.modules[module_name], names, places)
            names_of: dict[Binding, str] = {}
            for binding, found in places.items():
                public = [item for item in found if not _is_private(item[0])]
                if public:
                    exported, name = _first(public)
                    names_of[binding] = name
                    self.records[name] = self.record(binding, exported)
                    self.aliases.update((other, name) for other, _ in found if other != name)
            self.collect_members(names_of)
            self.aliases = {name: other for name, other in self.aliases.items() if name != other}

    def _collect_module(
        self, module: Module, names: dict[str, Binding], places: dict[Binding, list[tuple[str, bool]]]
    ) -> None:
        exports = module.exports
        namespace = self._public_names.get(module.name, module.name)
        private = _is_private(namespace)
        for name, binding in names.items():
            full = f"{namespace}.{name}"
            if name.startswith("_") or name in _FUTURE:
                continue
            if exports is not None:
                exported = name in exports
            else:
                exported = binding.module == module.name or module.is_package
            if isinstance(binding, ModuleRef):
                target = self._public_names.get(binding.name, binding.name)
                if not private and self.world.is_internal(target) and target != full:
                    self.aliases[full] = target
            elif isinstance(binding, (Class, Function, Instance, Documented, Partial, Record)) and binding.name:
                defined_here = binding.module == module.name
                if private and not defined_here:
                    continue
                if exported or defined_here or namespace in _CORE:
                    places.setdefault(binding, []).append((full, exported))
            elif not private and (exported or namespace in _CORE):
                in_list = exports is not None and name in exports
                internal = isinstance(binding, External) and self.world.is_internal(binding.name)
                if isinstance(binding, External) and not in_list and not internal:
                    continue
                kind = "x" if internal and not binding.name.startswith(_C_VALUES) else "v"
                self.records[full] = Entry(kind, binding, exported)

    def record(self, binding: Binding, exported: bool = True) -> Entry:
        """What a class, function, instance or value is."""
        signatures = self.signatures
        if isinstance(binding, Class):
            record = Entry("c", binding, exported, signatures.of(binding), signatures.of_instance(binding))
        elif isinstance(binding, Record):
            record = Entry("c", binding, exported, signatures.of(binding))
        elif isinstance(binding, Instance) and binding.of is not None:
            forms = signatures.of_instance(binding.of)
            is_callable = bool(forms) or self.world.derives(binding.of, _CALLABLE_ROOTS)
            record = Entry("i" if is_callable else "v", binding, exported, forms)
        else:
            is_function = isinstance(binding, (Function, Documented, Partial))
            record = Entry("f" if is_function else "v", binding, exported, signatures.of(binding))
        self._describe(record, binding)
        return record

    def _describe(self, record: Entry, binding: Binding) -> None:
        """Deprecation and platforms, out of decorators, docstrings and warnings."""
        if isinstance(binding, Documented):
            self.describe_text(record, binding.text)
            return
        if isinstance(binding, Instance):
            binding = binding.of or binding
        if isinstance(binding, Partial) and binding.of is not None:
            binding = binding.of
        definitions: list[Any] = []
        if isinstance(binding, Class):
            init = self.world.members(binding).get("__init__")
            definitions = [binding.node, *(init.definitions if isinstance(init, Function) else ())]
        elif isinstance(binding, Function):
            definitions = list(binding.definitions)
        definitions = [node for node in definitions if not isinstance(node, ast.Lambda)]
        for node in definitions:
            for decorator in node.decorator_list:
                record.deprecation = record.deprecation or _decorated(decorator)
        documented = definitions[:1] if isinstance(binding, Class) else definitions
        text = next((found for node in documented if (found := ast.get_docstring(node))), "")
        self.describe_text(record, text)
        if record.deprecation is None:
            bodies = definitions[1:] if isinstance(binding, Class) else definitions
            record.deprecation = next((said for node in bodies if (said := _warned(node))), None)

    @staticmethod
    def describe_text(record: Entry, text: str) -> None:
        if not text:
            return
        record.platforms, named = platforms(text)
        said = deprecation(text)
        known = record.deprecation
        if known is None:
            record.deprecation = said or (described(text[:600]) if named else None)
        elif said is not None:
            record.deprecation = Deprecation(
                known.since or said.since, known.instead or said.instead, known.removed or said.removed
            )

    # ---- members of classes

    def collect_members(self, names_of: Mapping[Binding, str]) -> None:
        """Add the members of classes, under the names that these have."""
        classes = {binding: name for binding, name in names_of.items() if isinstance(binding, Class)}
        for cls, name in classes.items():
            record = self.records[name]
            record.bases = [
                classes[base] for base in self.world.lineage(cls)[1:] if isinstance(base, Class) and base in classes
            ]
            for member, found in self._own_members(cls, classes).items():
                self.records.setdefault(f"{name}.{member}", found)

    def _own_members(self, cls: Class, public: Mapping[Class, str]) -> dict[str, Entry]:
        """The public members of a class, with those of bases that have no public name."""
        found: dict[str, Entry] = {}
        for ancestor in self._hidden(cls, public):
            for name, binding in self.world.members(ancestor).items():
                if name not in found and not name.startswith("_") and name not in INNER_METHODS:
                    found[name] = self._member(binding)
        if self.world.derives(cls, _ATTRIBUTE_ROOTS):
            for name in self._instance_attributes(cls, public):
                found.setdefault(name, Entry("a", Binding()))
        return found

    def _hidden(self, cls: Class, public: Mapping[Class, str]) -> list[Class]:
        """The class and those ancestors whose members no public base class has."""
        lineage = [ancestor for ancestor in self.world.lineage(cls) if isinstance(ancestor, Class)]
        covered = {
            inherited
            for ancestor in lineage
            if ancestor is not cls and ancestor in public
            for inherited in self.world.lineage(ancestor)
        }
        return [ancestor for ancestor in lineage if ancestor not in covered]

    def _member(self, binding: Binding) -> Entry:
        if isinstance(binding, Function):
            if binding.role == "property":
                record = Entry("p", binding)
            else:
                forms = self.signatures.of_function(binding)
                if binding.role == "function":  # a function of the module that became a method
                    forms = [form[1:] if form and form[0].kind in ("/", "positional") else form for form in forms]
                flags = {"static": "s", "class": "k"}.get(binding.role, "")
                record = Entry("f", binding, forms=forms, flags=flags)
            self._describe(record, binding)
            return record
        if isinstance(binding, Class):
            return Entry("c", binding, forms=self.signatures.of(binding))
        if isinstance(binding, Documented):
            record = Entry("f", binding, forms=self.signatures.of(binding))
            self._describe(record, binding)
            return record
        return Entry("v", binding)

    def _instance_attributes(self, cls: Class, public: Mapping[Class, str]) -> list[str]:
        """Names that the methods which make an instance assign to ``self``."""
        names = set()
        for ancestor in self._hidden(cls, public):
            members = self.world.members(ancestor)
            for method in _ATTRIBUTE_METHODS:
                function = members.get(method)
                for node in function.definitions if isinstance(function, Function) else ():
                    for inner in ast.walk(node):
                        if (
                            isinstance(inner, ast.Attribute)
                            and isinstance(inner.ctx, ast.Store)
                            and isinstance(inner.value, ast.Name)
                            and inner.value.id == "self"
                            and not inner.attr.startswith("_")
                        ):
                            names.add(inner.attr)
        return sorted(names)


def _is_private(name: str) -> bool:
    return any(part.startswith("_") for part in name.split("."))


def _rank(name: str) -> tuple[int, int, int, str]:
    namespace = name.rpartition(".")[0]
    order = _PREFERRED.index(namespace) if namespace in _PREFERRED else len(_PREFERRED)
    return order, name.count("."), len(name), name


def _first(places: list[tuple[str, bool]]) -> tuple[bool, str]:
    """Whether it is exported, and the name by which an object goes that has several."""

    def order(place: tuple[str, bool]) -> tuple[int, tuple[int, int, int, str]]:
        name, exported = place
        namespace = name.rpartition(".")[0]
        if exported:
            group = 0 if namespace in DOCUMENTED else 2
        else:
            group = 1 if namespace in _CORE else 3
        return group, _rank(name)

    name, exported = min(places, key=order)
    return exported, name


def _decorated(decorator: ast.expr) -> Optional[Deprecation]:
    if not isinstance(decorator, ast.Call):
        return None
    if ast.unparse(decorator.func).rpartition(".")[2] not in ("deprecated", "_deprecated"):
        return None
    given = {keyword.arg: keyword.value for keyword in decorator.keywords}
    positional = [*decorator.args, None, None]
    since = text_of(positional[0] or given.get("version"))
    instead = text_of(positional[1] or given.get("substitute"))
    if not since[:1].isdigit():
        return Deprecation()
    return Deprecation(since, instead or None)


def _warned(node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Optional[Deprecation]:
    """What a warning says that is given by every call."""
    for statement in node.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and statement.value.args:
            text = text_of(statement.value.args[0])
            if ast.unparse(statement.value.func) in _WARNINGS and is_deprecated(text):
                return described(text)
    return None
