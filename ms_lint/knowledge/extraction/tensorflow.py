"""What is special about reading TensorFlow: its public names are those of generated modules, Keras is a package of
its own, and the same object has several public names that all stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from .api import Api, Entry, deep_recursion
from .bindings import Binding, Class, ModuleRef
from .intervals import State
from .sources import Sources
from .world import World

TOP = "tensorflow"
#: Where the public modules lie, in 2.x and in 1.x.
_INTERFACES = ("tensorflow._api.v2", "tensorflow._api.v1")
#: The folder of the sources of 1.15, which is imported as `tensorflow`.
_OLD_FOLDER = "tensorflow_core/"
_KERAS = ("keras._tf_keras.keras", "keras.api._v2.keras", "tensorflow.python.keras.api._v1.keras")
_KERAS_NAME = "tensorflow.keras"
#: Modules of Keras that 2.x has under the package too, by names that it looks up at run time.
_KERAS_MODULES = ("initializers", "losses", "metrics", "optimizers")
#: Earlier interfaces: their names are those of earlier versions.
_SKIPPED = ("compat", "contrib", "__internal__")


def read(sources: Sources) -> dict[str, State]:
    """What each public name is."""
    if any(path.startswith(_OLD_FOLDER) for path in sources.paths):
        sources = sources.renamed(_OLD_FOLDER, f"{TOP}/")
    interface = next((name for name in _INTERFACES if sources.locate(name) is not None), None)
    if interface is None:
        return {}
    world = World(sources, TOP, "keras")
    api = Api(world, ())
    with deep_recursion():
        namespaces = _namespaces(world, interface, TOP)
        keras = next((name for name in _KERAS if sources.locate(name) is not None), None)
        if keras is not None:
            namespaces.update(_namespaces(world, keras, _KERAS_NAME))
        _collect(api, namespaces)
    states = api.states()
    if interface.endswith("v2"):
        for module in _KERAS_MODULES:
            states.update(_same_names(states, f"{_KERAS_NAME}.{module}", f"{TOP}.{module}"))
    return states


def _same_names(states: Mapping[str, State], old: str, new: str) -> dict[str, State]:
    """The names of a module as those of another one, which is the same; members of classes are found through these."""
    found: dict[str, State] = {new: ["m"]} if old in states else {}
    for name in states:
        rest = name[len(old) + 1 :]
        if name.startswith(f"{old}.") and "." not in rest:
            found[f"{new}.{rest}"] = ["=", name]
    return found


def _namespaces(world: World, interface: str, public: str) -> dict[str, str]:
    """The public name of each module of an interface."""
    found = {}
    for name in world.sources.modules():
        rest = name[len(interface) :]
        if name != interface and not name.startswith(f"{interface}."):
            continue
        parts = rest.split(".")[1:]
        if any(part in _SKIPPED or part.startswith("_") for part in parts) or parts in (["v1"], ["v2"]):
            continue
        if world.load(name) is not None:
            found[name] = public + rest
    for top in (f"{interface}.v2", f"{interface}.v1"):  # the names of the package itself
        if world.load(top) is not None:
            found[top] = public
    return found


def _collect(api: Api, namespaces: dict[str, str]) -> None:
    world = api.world
    api.namespaces = {}
    classes: dict[Binding, str] = {}
    for module_name, public in sorted(namespaces.items(), key=lambda item: (item[1].count("."), item[1])):
        api.namespaces[public] = {}
        for name, binding in world.modules[module_name].names.items():
            full = f"{public}.{name}"
            if name.startswith("_") or full in api.records:
                continue
            if isinstance(binding, ModuleRef):
                if binding.name in namespaces:
                    api.records[full] = Entry("m", binding)
                continue
            if binding.module and not world.is_internal(binding.module):
                continue
            record = api.records[full] = api.record(binding)
            if isinstance(binding, Class):
                first = classes.setdefault(binding, full)
                if first != full:
                    record.bases = [first]  # its members are found there
    api.collect_members(classes)
