"""MSL206: names that the targeted MindSpore does not have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional, Union

from ms_lint.findings import Applicability
from ms_lint.knowledge.catalog import Catalog, package
from ms_lint.knowledge.counterparts import Counterpart, counterpart
from ms_lint.messages import say, sentences
from ms_lint.rules import Place, Problem, Rewrite, Rule
from ms_lint.semantics.guards import is_asked_for, is_set
from ms_lint.semantics.module import Import, Module
from ms_lint.semantics.observer import Call, Reference

from .name_fixes import elsewhere, misspelt, of_torch
from .wording import history, nearest, target_of, targeted

#: Namespaces whose public members the catalog knows, each with what it has besides: modules, and what its source
#: imports for itself. Compared with `dir()` and the files of the installed 2.0.0 and 2.10.0.
_NAMESPACES: dict[str, frozenset[str]] = {
    name: frozenset(others.split())
    for name, others in {
        "mindspore": "FAILED SUCCESS arg_dtype_cast arg_handler default_config offline_debug ops_generate scipy",
        "mindspore.amp": "ABC abstractmethod os validator",
        "mindspore.common.initializer": "math np numbers reduce",
        "mindspore.dataset": "Enum GeneratorType import_module atexit audio cde config copy datapreprocess gc glob "
        "json ms multiprocessing np numbers os platform psutil samplers signal stat sys threading time uuid validator "
        "warnings weakref",
        "mindspore.dataset.audio": "transforms utils validators",
        "mindspore.dataset.text": "platform transforms utils validators",
        "mindspore.dataset.transforms": "",
        "mindspore.dataset.vision": "",
        "mindspore.experimental.optim": "",
        "mindspore.mint": "mindspore",
        "mindspore.mint.linalg": "",
        "mindspore.mint.nn": "",
        "mindspore.mint.nn.functional": "validator",
        "mindspore.mint.optim": "",
        "mindspore.mint.special": "",
        "mindspore.nn": "",
        "mindspore.nn.utils": "init",
        "mindspore.numpy": "",
        "mindspore.ops": "arg_dtype_cast arg_handler array_ops bprop_mindir cpp_create_prim_instance_helper "
        "gen_extend_func gen_ops_def gen_ops_prim linalg_ops other_ops pyboost_inner_prim tensor_method",
        "mindspore.ops.functional": "Primitive argmax_ext uniform_ext array_ops linalg_ops other_ops",
        "mindspore.train": "print_pb2 profiling_parallel_pb2",
        "mindspore.utils": "dlpack dryrun ms_dispatch runtime_execution_order_check sdc_detect stress_detect utils",
    }.items()
}
_SOURCE_ONLY = "absolute_import"
#: No package of the versions in between was read: a name may have been there and gone again.
_GAP = ("2.0.0", "2.5.0")
#: Where torch and TensorFlow have what a namespace of MindSpore is for.
_ORIGINALS = {
    "mindspore": ("torch", "torch.nn", "tensorflow"),
    "mindspore.common.initializer": ("torch.nn.init",),
    "mindspore.dataset": ("torch.utils.data", "tensorflow.data"),
    "mindspore.nn": (
        "torch.nn",
        "torch.optim",
        "torch.optim.lr_scheduler",
        "torch.nn.utils",
        "tensorflow.keras.layers",
    ),
    "mindspore.nn.utils": ("torch.nn.utils",),
    "mindspore.utils": ("torch.utils",),
}
_FUNCTIONS = ("torch", "torch.nn.functional", "tensorflow", "tensorflow.math", "tensorflow.nn", "torch.nn")


class UnknownName(Rule):
    """A name of MindSpore that the targeted version does not have.

    Reading it raises an AttributeError, importing it an ImportError. It may be the name of PyTorch or
    TensorFlow (`nn.ConvTranspose2d` is `nn.Conv2dTranspose`), a name of an older or a newer MindSpore, or
    misspelled (`nn.Conv2D`).

    Only namespaces whose names are fully known are judged: `mindspore`, `nn`, `ops`, `mint`, `numpy`, `dataset`
    and a few below them. Nothing is said where MindSpore 2.1 to 2.4 are among the targeted versions, of
    names with an underscore in front, and of names that the code asks for first: in a `try` that
    catches the error, or after `hasattr` or a look at the version.

    ```python
    self.up = nn.ConvTranspose2d(8, 4, 2, stride=2)
    ```

    Use instead:

    ```python
    self.up = nn.Conv2dTranspose(8, 4, 2, stride=2, pad_mode="valid", has_bias=True)
    ```
    """

    code = "MSL206"
    name = "unknown-name"
    fix = Applicability.SAFE
    calls = ("mindspore.*",)
    references = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, name = use.module, use.qualified_name
        depth = missing_part(module.catalog, name)
        found = None if depth is None else part_at(module, node, name.split("."), depth)
        if depth is not None and found is not None:
            yield _unknown(
                module,
                name_place(found),
                name.split("."),
                depth,
                module.text_of(found),
                say("reading it raises an AttributeError"),
                name_fix(use, found, name.split("."), depth),
            )

    def check_module(self, module: Module) -> Iterator[Problem]:
        for item in module.imports:
            if item.root != "mindspore" or item.guard == "import" or item.alias.name == "*":
                continue
            depth = missing_part(module.catalog, item.qualified_name)
            if depth is None:
                continue
            parts = item.qualified_name.split(".")
            if is_asked_for(module, item.node, parts[depth]):
                continue
            name = ".".join(parts[: depth + 1])
            yield _unknown(
                module,
                import_part_place(item, depth),
                parts,
                depth,
                name,
                say("the import raises an ImportError"),
                _import_fix(item, name, module),
            )


def part_at(module: Module, node: ast.expr, parts: list[str], depth: int) -> Optional[ast.Attribute]:
    """The attribute that reads a part of a dotted name at ``node``; None where another line has it, or the code asks
    first whether it is there."""
    # a name that stands for it was imported, or assigned: that place is reported
    found: Optional[ast.Attribute] = None
    for part in range(len(parts) - 1, depth - 1, -1):
        if not isinstance(node, ast.Attribute) or node.attr != parts[part]:
            return None
        found, node = node, node.value
    if found is None or is_asked_for(module, found, parts[depth]) or is_set(module, found):
        return None
    return found


def name_place(node: ast.Attribute) -> Place:
    """The name after the dot."""
    line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return line, end - len(node.attr.encode()), line, end


def import_part_place(item: Import, depth: int) -> Place:
    """Where an import names a part of a dotted name."""
    node = item.node
    if isinstance(node, ast.ImportFrom) and depth <= (node.module or "").count("."):
        column = node.col_offset + len("from ")
        return node.lineno, column, node.lineno, column + len((node.module or "").encode())
    # Python 3.9 does not say where the alias stands
    return item.alias if hasattr(item.alias, "lineno") else node


def missing_part(catalog: Catalog, name: str) -> Optional[int]:
    """The position of the first part of a dotted name that its namespace lacks in all targeted versions; None
    where there is none, or it cannot be known."""
    if catalog.find(name) is not None or all(version in catalog.versions for version in _GAP):
        return None
    parts = name.split(".")
    for depth in range(1, len(parts)):
        namespace, leaf = ".".join(parts[:depth]), parts[depth]
        others = _NAMESPACES.get(namespace)
        if others is None:
            if namespace == "mindspore.common" or namespace == "mindspore.experimental":
                continue  # on the way to namespaces that are known
            return None
        if leaf in others or leaf.startswith("_") or leaf == _SOURCE_ONLY:
            continue
        if catalog.find(f"{namespace}.{leaf}") is None:
            return depth
    return None


def _unknown(
    module: Module,
    place: Place,
    parts: list[str],
    depth: int,
    text: str,
    outcome: str,
    fix: Optional[Rewrite] = None,
) -> Problem:
    catalog, namespace, leaf = module.catalog, ".".join(parts[:depth]), parts[depth]
    name = f"{namespace}.{leaf}"
    data = package("mindspore")
    having = [data.find(name, position) is not None for position in range(len(data.versions))] if data else []
    clause = history(catalog, having)
    message = say(
        "{name} does not exist in {versions}: {outcome}.",
        name=f"`{text}`" if text == name else f"`{text}` ({name})",
        versions=targeted(catalog),
        outcome=outcome,
    )
    return Problem(
        place,
        sentences(message, clause),
        _name_to_write(module, namespace, parts[depth:], True in having),
        fix=fix,
    )


def name_fix(use: Union[Call, Reference], node: ast.Attribute, parts: list[str], depth: int) -> Optional[Rewrite]:
    """The fix of a name that a namespace lacks, as `_name_to_write` says it."""
    module, namespace, leaf = use.module, ".".join(parts[:depth]), parts[depth]
    if depth != len(parts) - 1 or module.has_dialect:
        return None
    found = counterpart_of(module, namespace, parts[depth:])
    if found is not None:
        return of_torch(use, node, *found)
    name, near = _own_name(module, namespace, leaf, False)
    if name is None or _is_known(f"{namespace}.{leaf}"):  # what another version has is no misspelling
        return None
    return misspelt(module, node, name) if near else elsewhere(module, node, name)


def _is_known(name: str) -> bool:
    """Whether any version has a name."""
    data = package("mindspore")
    return data is not None and any(data.find(name, position) is not None for position in range(len(data.versions)))


def _own_name(module: Module, namespace: str, leaf: str, elsewhere: bool) -> tuple[Optional[str], bool]:
    """The same name in another namespace, or the nearest name in this one, and whether it is that."""
    catalog = module.catalog
    for other in _NAMESPACES:
        if other != "mindspore.numpy" and other != namespace and catalog.find(f"{other}.{leaf}") is not None:
            return f"{other}.{leaf}", False
    # a name of another version may be near to nothing that it means
    cutoff = 0.9 if elsewhere else 0.8
    members = (name for name in catalog.members(namespace) if not name.startswith("_"))
    near = nearest(leaf, members, cutoff, ignore_case=True)
    return (None if near is None else f"{namespace}.{near}"), True


def counterpart_of(module: Module, namespace: str, parts: list[str]) -> Optional[tuple[str, Counterpart]]:
    """Of which name of torch's or TensorFlow's a name that a namespace lacks is one, and what stands for that."""
    # `mint` in front says which family the code is written in
    family = "mint" if namespace.startswith("mindspore.mint") else module.api_family
    for origin in _ORIGINALS.get(namespace, _FUNCTIONS):
        name = ".".join([origin, *parts])
        found = counterpart(name, module.catalog.versions, family)
        if found is not None and found.target and found.exact:
            return name, found
    return None


def _successor(catalog: Catalog, name: str) -> Optional[str]:
    """What the last version that had a name said to use in its place, where the targeted versions have that."""
    data = package("mindspore")
    for position in reversed(range(len(data.versions))) if data is not None else ():
        entry = data.find(name, position) if data is not None else None
        if entry is not None:
            instead = entry.deprecation.instead if entry.deprecation is not None else None
            return instead if instead is not None and catalog.find(instead) is not None else None
    return None


def one_level_up(catalog: Catalog, name: str) -> Optional[str]:
    """The name that the targeted versions have one level above a name which a later one lacks: the contents of a module
    were taken into its package (`vision.py_transforms.ToTensor`)."""
    namespace, _, leaf = name.rpartition(".")
    package_name = namespace.rpartition(".")[0]
    if "." not in package_name:
        return None
    above = f"{package_name}.{leaf}"
    return above if catalog.find(above) is not None else None


def _merged_into(catalog: Catalog, name: str) -> Optional[str]:
    """The package that has most of the names of a module which is gone."""
    data, above = package("mindspore"), name.rpartition(".")[0]
    for position in reversed(range(len(data.versions))) if data is not None else ():
        entry = data.find(name, position) if data is not None else None
        if data is not None and entry is not None:
            names = [leaf for leaf in data.members(name, position) if not leaf.startswith("_")]
            kept = sum(catalog.find(f"{above}.{leaf}") is not None for leaf in names)
            return above if entry.kind == "module" and kept > len(names) / 2 else None
    return None


def _import_fix(item: Import, name: str, module: Module) -> Optional[Rewrite]:
    """The fix of an import from a module whose names its package has now: all that it imports must be there."""
    above = _merged_into(module.catalog, name)
    if above is None or item.node.lineno != item.node.end_lineno:
        return None
    names = [alias.name for alias in item.node.names]
    if isinstance(item.node, ast.ImportFrom):
        moves = item.node.module == name and all(module.catalog.find(f"{above}.{leaf}") for leaf in names)
    else:
        moves = names == [name] and item.node.names[0].asname is not None
    line, begin = item.node.lineno, item.node.col_offset
    text = module.text_of(item.node)
    if not moves or text.count(name) != 1:
        return None
    start = begin + len(text[: text.index(name)].encode())
    return Rewrite(
        (((line, start, line, start + len(name.encode())), above),),
        say("some of its names take other parameters there"),
        Applicability.UNSAFE,
    )


def _name_to_write(module: Module, namespace: str, parts: list[str], elsewhere: bool) -> Optional[str]:
    """What to write for a name that a namespace lacks; None where nothing is known. ``parts`` are the name and what
    is read from it (`init` and `ones_`); ``elsewhere`` says that another version has the name."""
    leaf = parts[0]
    found = counterpart_of(module, namespace, parts)
    if found is not None:
        return say("Write {code}.", code=target_of(found[1]))
    successor = _successor(module.catalog, f"{namespace}.{leaf}") if elsewhere and len(parts) == 1 else None
    if successor is not None:
        return say("Write `{name}`, whose parameters may be others.", name=successor)
    above = _merged_into(module.catalog, f"{namespace}.{leaf}") if elsewhere else None
    if above is not None:
        return say("Its names are in `{name}` now.", name=above)
    name, near = _own_name(module, namespace, leaf, elsewhere)
    if name is None:
        return None
    return say("The nearest name is `{name}`.", name=name) if near else say("Write `{name}`.", name=name)
