"""An original's source code as a reference: a class of torch, Keras or MindSpore, followed and not run."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from typing import Any, Optional

from ms_lint.compare.cell import as_reference
from ms_lint.compare.comparison import ComparisonError, check_arguments, parsed, wirings_of
from ms_lint.compare.model import Reference
from ms_lint.compare.readers import SOURCES, read_reference
from ms_lint.knowledge.catalog import Catalog
from ms_lint.messages import say
from ms_lint.semantics.module import Module
from ms_lint.semantics.observer import Call, Observer
from ms_lint.semantics.project import Project
from ms_lint.semantics.values import constant
from ms_lint.semantics.wiring.follow import follow_function, follow_name
from ms_lint.semantics.wiring.model import Followed, Wiring
from ms_lint.sources import SourceError, read_source

_FRAMEWORKS = {"module": "torch", "keras": "tensorflow", "cell": "mindspore"}
_MAXIMUM_SIZE = 20_000_000
_MAXIMUM_BUILDERS = 20
#: Optimizers in the code of an original: our word, and its numbers by our names.
_TORCH = {"learning_rate": "lr", "eps": "eps", "momentum": "momentum", "weight_decay": "weight_decay"}
_KERAS = {
    "learning_rate": "learning_rate",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "eps": "epsilon",
    "momentum": "momentum",
}
_TF1 = {"learning_rate": "learning_rate", "beta1": "beta1", "beta2": "beta2", "eps": "epsilon", "momentum": "momentum"}
OPTIMIZERS: dict[str, tuple[str, dict[str, str]]] = {
    **{f"torch.optim.{name}": (name.lower(), _TORCH) for name in ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad")},
    **{f"tensorflow.keras.optimizers.{name}": (name.lower(), _KERAS) for name in ("Adam", "AdamW", "SGD", "RMSprop")},
    "tensorflow.train.AdamOptimizer": ("adam", _TF1),
    "tensorflow.train.MomentumOptimizer": ("momentum", _TF1),
    "tensorflow.train.GradientDescentOptimizer": ("sgd", _TF1),
}


def load_reference(reference: str, catalog: Catalog, root: str = "", default: str = "") -> Reference:
    """What ``reference`` names: a file of one of the formats, or source code with the name of a class
    (``original.py:Net``); without a name it is the class ``default`` or the only one that no other is made of.

    Raises UnreadableReference, ComparisonError and OSError.
    """
    path, target = split_target(reference)
    if not path.endswith(SOURCES):
        return read_reference(reference)
    if os.path.getsize(path) > _MAXIMUM_SIZE:
        raise ComparisonError(say("{path} is too large to be source code", path=path))
    project = Project(root or os.path.dirname(os.path.abspath(path)), catalog)
    try:
        with open(path, "rb") as file:
            source = read_source(file.read(), path)
    except SourceError as error:
        raise ComparisonError(say("{path} cannot be read: {reason}", path=path, reason=error.message)) from None
    module = Module(source, catalog, project)
    optimizers = _Optimizers()
    try:
        module.follow(optimizers)
        name, followed = _model(module, target, default)
        framework = _FRAMEWORKS[followed.root.info.kind or "cell"] if isinstance(followed, Wiring) else "tensorflow"
        found = as_reference(followed, path, framework)
    except RecursionError:
        raise ComparisonError(say("{path} is nested too deeply", path=path)) from None
    return Reference(
        path,
        f"{name}, {framework} source",
        framework,
        found.layers,
        found.parameters,
        optimizers.training,
        is_graph=found.is_graph,
        is_complete=found.is_complete,
        order=found.order,
    )


def _model(module: Module, target: str, default: str) -> tuple[str, Followed]:
    """The model that is meant, with its name: of a class, or one that a function or the module itself puts together
    with Keras. Raises ComparisonError where that is none, or several."""
    kinds = tuple(kind for kind in _FRAMEWORKS if any(info.kind == kind for info in module.classes))
    originals = tuple(kind for kind in kinds if kind != "cell") or kinds
    if target:
        name, arguments = parsed(target)
        made = None if any(info.name == name for info in module.classes) else _put_together(module, name, arguments)
        return name, made or wirings_of(module, target, originals)[0]
    built = list(_builders(module))
    if any(info.name == default and info.kind in originals for info in module.classes):
        return default, wirings_of(module, default, originals)[0]
    if default in built:
        built = [default]
    models = [(name, made) for name in built[:_MAXIMUM_BUILDERS] if (made := _put_together(module, name, None))]
    if originals or not models:
        models += [(each.root.info.name, each) for each in wirings_of(module, "", originals)]
    if len(models) > 1:
        names = [name for name, _ in models[:8]]
        raise ComparisonError(
            say(
                "{path} has several models ({names}): name one, as in {path}:{first}",
                path=module.path,
                names=", ".join(names),
                first=names[0],
            )
        )
    return models[0]


def _put_together(module: Module, name: str, arguments: Optional[dict[str, Any]]) -> Optional[Followed]:
    """The Keras model that a function returns, or that the module leaves in a name."""
    function = next((each for each in module.functions if each.name == name and each.cls is None), None)
    check_arguments(name, function, arguments)
    made = follow_function(function, module, arguments) if function is not None else follow_name(module, name)
    return None if isinstance(made, Wiring) else made


def _builders(module: Module) -> Iterator[str]:
    """The functions, or else the names at the top of a module, that may be Keras models and are used for no other."""
    found: dict[str, ast.AST] = {}
    for statement in module.source.tree.body:
        if isinstance(statement, ast.FunctionDef) and _names_model(statement):
            found[statement.name] = statement
    if not found:
        for statement in module.source.tree.body:
            if isinstance(statement, ast.Assign) and _names_model(statement.value):
                found.update((each.id, statement) for each in statement.targets if isinstance(each, ast.Name))
    for name, node in found.items():
        others = (other for other in found.values() if other is not node)
        used = any(isinstance(part, ast.Name) and part.id == name for other in others for part in ast.walk(other))
        if not used:
            yield name


def _names_model(node: ast.AST) -> bool:
    names = (part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in ast.walk(node))
    return any(name in ("Model", "Sequential", "Functional") for name in names)


def split_target(text: str) -> tuple[str, str]:
    """``net.py:Net(depth=18)`` as path and name; the name is empty where none is given. A drive letter is no name."""
    path, colon, name = text.partition(":")
    if colon and len(path) == 1 and name[:1] in ("\\", "/"):
        rest, _, target = name.partition(":")
        return f"{path}:{rest}", target
    return (path, name) if colon else (text, "")


class _Optimizers(Observer):
    """Keeps the numbers of the one optimizer that a module makes."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def wants(self, qualified_name: str) -> bool:
        return "optim" in qualified_name.lower()

    def call(self, call: Call) -> None:
        if call.module.canonical(call.qualified_name) in OPTIMIZERS:
            self.calls.append(call)

    @property
    def training(self) -> dict[str, Any]:
        """As a reference has it; empty where there is no optimizer, or several."""
        made = {id(call.node): call for call in self.calls}
        if len(made) != 1:
            return {}
        call = next(iter(made.values()))
        name, numbers = OPTIMIZERS[call.module.canonical(call.qualified_name)]
        found: dict[str, Any] = {"optimizer": name}
        for ours, theirs in numbers.items():
            value = number(call, theirs)
            if value is not None:
                found[ours] = value
        betas = call.argument("betas") if numbers is _TORCH else None
        try:
            pair = constant(betas) if betas is not None else None
        except ValueError:
            pair = None
        if isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(each, float) for each in pair):
            found["beta1"], found["beta2"] = pair
        return found


def number(call: Call, name: str) -> Optional[float]:
    """A number among the arguments of a call, its default where it is not given; None where it is not known."""
    given = call.argument(name)
    try:
        value = constant(given) if given is not None else _default(call, name)
    except (ValueError, SyntaxError):
        return None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _default(call: Call, name: str) -> Any:
    """The default of a parameter, where all targeted versions have the same; None for none, or an unknown one."""
    overloads = call.signatures()
    if call.bound is None or call.bound.star or any(len(each) != 1 for each in overloads):
        return None
    texts = {
        parameter.default for (signature,) in overloads for parameter in signature.parameters if parameter.name == name
    }
    text = texts.pop() if len(texts) == 1 else None
    return None if text is None else ast.literal_eval(text)
