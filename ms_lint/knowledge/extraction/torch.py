"""What is special about reading torch: names that it takes over from C in loops, and docstrings given from outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Optional

from .api import Api, Entry
from .bindings import Binding, Class, Documented, External, Function, Strings
from .docstrings import documented_forms, text_of
from .intervals import State
from .parameters import parameters_of, unique
from .sources import Sources
from .world import World

TOP = "torch"
_TENSOR = "torch.Tensor"
#: Where docstrings are given to what C made: files, and the function that does it with the name's prefix.
_DOCUMENTS = (
    ("torch/_torch_docs.py", "add_docstr", ""),
    ("torch/_tensor_docs.py", "add_docstr_all", f"{_TENSOR}."),
    ("torch/_storage_docs.py", "add_docstr_all", ""),
)
_FUNCTIONS = "torch._C._VariableFunctions"
_LEGACY_TYPES = "Float Double Half BFloat16 Byte Char Short Int Long Bool".split()
_STUB = "torch/nn/functional.pyi"
_SKIPPED = ("torch.testing._internal", "torch.fx.experimental", "torch.utils.benchmark.examples")


def read(sources: Sources, bound_names: Sequence[tuple[str, str]] = ()) -> dict[str, State]:
    """What each public name is. ``bound_names`` are names that only a running torch shows, with their kinds, ``f`` for
    functions and ``p`` for properties."""
    world = World(sources, TOP)
    api = Api(world, modules(sources), prepare=_take_over)
    api.collect()
    _add_documents(api)
    _add_stub(api)
    for name, kind in bound_names:
        api.records.setdefault(name, Entry(kind, Binding(), flags="t"))
    return api.states()


def modules(sources: Sources) -> list[str]:
    """The modules that a program may import."""
    return [
        name
        for name in sources.modules()
        if name.split(".")[0] == TOP
        and not any(part.startswith("_") for part in name.split("."))
        and not name.startswith(_SKIPPED)
    ]


def _take_over(world: World) -> None:
    """Give ``torch`` the names that it takes from its extensions in loops over ``dir()``."""
    top = world.modules[TOP]
    exported = list(top.exports or ())
    functions = world.load(_FUNCTIONS)
    for name, binding in functions.names.items() if functions else ():
        if isinstance(binding, Function) and not name.startswith("_"):
            if isinstance(top.names.get(name), (type(None), External)):
                top.names[name] = binding
            exported.append(name)
    extension = world.load("torch._C")
    for name, binding in extension.names.items() if extension else ():
        if name.endswith("Base"):  # their members are those of the classes that derive from them
            top.names.pop(name, None)
        if name.startswith("_") or isinstance(binding, External) or name.endswith("Base"):
            continue
        top.names.setdefault(name, binding)
        if isinstance(binding, (Class, Function)) or type(binding) is Binding:
            exported.append(name)
    top.names["__all__"] = Strings(TOP, "__all__", tuple(dict.fromkeys(exported)))
    for namespace in ("torch.cuda", "torch.sparse"):  # made by C
        module = world.modules.get(namespace)
        for kind in _LEGACY_TYPES if module else ():
            assert module is not None
            module.names.setdefault(f"{kind}Tensor", External(namespace, f"{namespace}.{kind}Tensor"))
            if module.exports is not None:
                items = (*module.exports, f"{kind}Tensor")
                module.names["__all__"] = Strings(namespace, "__all__", items)


def _documents(sources: Sources) -> Iterator[tuple[str, str]]:
    for path, function, prefix in _DOCUMENTS:
        if path not in sources.paths:
            continue
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.Call) and len(node.args) >= 2 and ast.unparse(node.func) == function:
                name = text_of(node.args[0]) if prefix else ast.unparse(node.args[0])
                if name:
                    yield prefix + name, text_of(node.args[1])


def _add_documents(api: Api) -> None:
    """The documented forms come first: the stubs of some versions have other names for parameters."""
    for name, text in _documents(api.world.sources):
        if not name.startswith(f"{TOP}."):
            continue
        entry = _entry(api, name)
        if entry is None:
            if not name.startswith(f"{_TENSOR}."):
                continue
            entry = api.records[name] = Entry("f", Binding())
        if entry.kind in ("f", "x") and not isinstance(entry.binding, Documented):
            entry.kind = "f"
            entry.forms = unique([*documented_forms(text, name.rpartition(".")[2]), *(entry.forms or ())])
            api.describe_text(entry, text)


def _entry(api: Api, name: str) -> Optional[Entry]:
    """What is known of a name; for a member of Tensor also where a base class has it."""
    owner, _, leaf = name.rpartition(".")
    cls = api.records.get(owner)
    owners = [owner, *(cls.bases if cls is not None else ())]
    found = (api.records.get(api.aliases.get(f"{place}.{leaf}", f"{place}.{leaf}")) for place in owners)
    return next((entry for entry in found if entry is not None), None)


def _add_stub(api: Api) -> None:
    """Functions that ``torch.nn.functional`` makes by calls: the stub beside it has their parameters."""
    if _STUB not in api.world.sources.paths:
        return
    for statement in api.world.sources.tree(_STUB).body:
        if isinstance(statement, ast.FunctionDef):
            entry = api.records.get(f"torch.nn.functional.{statement.name}")
            if entry is not None and not entry.forms:
                entry.kind = "f"
                entry.forms = [parameters_of(statement.args)]
