"""Whether torch or TensorFlow is meant where it is used: optional, or in a weight converter, a comparison or an export.

It has no rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Optional, Union
from weakref import WeakKeyDictionary

from ms_lint.conversion.left import leftovers
from ms_lint.findings import Left
from ms_lint.knowledge.frameworks import FRAMEWORKS
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.guards import CATCH_ALL, is_guarded
from ms_lint.semantics.module import Import, Module
from ms_lint.semantics.scopes import Function
from ms_lint.semantics.values import Symbol

_TEST_PATH = re.compile(r"(^|[\\/])(tests?[\\/]|test_[^\\/]*$|[^\\/]*_test\.py$|conftest\.py$)")
#: Packages that are made of MindSpore, by their names.
_OF_MINDSPORE = re.compile(r"\w*mindspore\w*$|mind(audio|cv|earth|face|flow|formers|nlp|ocr|one|pet|pose|rl|yolo)$")
_WEIGHTS = r"(weight|ckpt|checkpoint|param|torch|pth|pt|hf|safetensors?)s?"
#: Files that bring weights from one framework to the other, by their names: `convert_weight.py`, `pth2ckpt.py`.
_CONVERTER_PATH = re.compile(
    rf"(^|[\\/_])((convert|transform|export|map)(er|or|ing)?_(\w+_)?{_WEIGHTS}|{_WEIGHTS}(_?2_?|_to_|_(\w+_)?(convert|trans|map))\w*)\.py$",
    re.IGNORECASE,
)
_ASKS = r"available|version|find_spec|TYPE_CHECKING|torch|tensorflow|\btf\b|keras"
_IMPORT_ERRORS = ("ImportError", "ModuleNotFoundError", *CATCH_ALL)
#: Methods of a Cell that MindSpore runs: another framework in them is never meant, only optional.
_CELL_CODE = ("__init__", "construct")

_READS_WEIGHTS = re.compile(
    r"torch\.(load|jit\.load|hub\.\w+|utils\.model_zoo\.load_url)$|safetensors\.torch\.|torchvision\.models\."
    r"|timm\.create_model$|.*\.from_pretrained$|(tensorflow\.)?keras\.models\.load_model$|tensorflow\.saved_model\.load$"
    r"|tensorflow\.(compat\.v1\.)?train\.(load_checkpoint|load_variable|list_variables|NewCheckpointReader)$"
)
_SAVES_TORCH = re.compile(r"torch\.save$|safetensors\.torch\.save")
#: Writes arrays in a format that no framework owns.
_SAVES_ARRAYS = re.compile(r"safetensors\.(numpy|flax)\.save|numpy\.(save|savez\w*)$|h5py\.File$|pickle\.dump$")
_SAVES_MINDSPORE = re.compile(r"mindspore(\.train(\.serialization)?)?\.save_checkpoint$")
_LOADS_MINDSPORE = re.compile(r"mindspore(\.train(\.serialization)?)?\.load_checkpoint$")
_MAKES_TENSORS = re.compile(r"mindspore(\.common(\.\w+)?)?\.(Parameter|Tensor|tensor|Tensor\.from_numpy)$")
_TRAINS = re.compile(
    r"torch\.(optim|utils\.data|cuda\.amp|distributed|nn\.parallel)\.|torch\.nn\.DataParallel$"
    r"|tensorflow\.(GradientTape$|data\.|keras\.optimizers\.|distribute\.)"
)
_COMPARES = re.compile(
    r"numpy\.(allclose|isclose|array_equal|testing\.\w+|abs|max|linalg\.norm|corrcoef)$|torch\.allclose$|builtins\.abs$"
)
_EXPORTS = re.compile(r"torch\.(onnx\.\w*export\w*|export\.export|jit\.(trace|script))$")

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_serving: WeakKeyDictionary[Module, set[str]] = WeakKeyDictionary()
_meant: WeakKeyDictionary[Module, dict[Union[ast.AST, str], bool]] = WeakKeyDictionary()


def is_meant(module: Module, framework: str, function: Optional[Function] = None) -> bool:
    """Whether another framework (``torch``, ``tensorflow``) belongs where it is used: by an import that may fail, in
    code for a dialect, a test that runs both frameworks, a weight converter, a comparison or an export.
    ``function`` is where it is used, None for the module itself."""
    if (module.has_dialect and framework == "torch") or _is_optional(module, framework):
        return True
    if not module.imports_framework("mindspore"):
        is_test = _TEST_PATH.search(module.path) is not None
        return (is_test and any(_OF_MINDSPORE.match(item.root) for item in module.imports)) or _unpacks_weights(module)
    outermost = function
    while outermost is not None and outermost.scope.function is not None:
        outermost = outermost.scope.function
    owner = function.owner if function is not None else None
    if owner is not None and owner.kind == "cell" and outermost is not None and outermost.name in _CELL_CODE:
        return False
    if _TEST_PATH.search(module.path) is not None:
        return True
    served = _serving_functions(module)
    if served and owner is not None and owner.kind is not None:
        return owner.name in served
    if served and outermost is not None:
        return outermost.name in served
    return bool(served) or _has_purpose(module, module.source.tree) or _is_converter(module)


def _is_converter(module: Module) -> bool:
    """Whether a file is a converter of weights by its name, and neither trains nor has a model."""
    if _CONVERTER_PATH.search(module.path) is None or any(info.kind is not None for info in module.classes):
        return False
    called = set(_called(module, module.source.tree))
    return ".backward" not in called and not any(_TRAINS.match(name) for name in called)


def _unpacks_weights(module: Module) -> bool:
    """Whether a file calls nothing of another framework but what reads weights, which it writes as arrays."""
    called = set(_called(module, module.source.tree))
    foreign = [name for name in called if name.partition(".")[0] in FRAMEWORKS]
    return (
        ".eval" not in called
        and any(_SAVES_ARRAYS.match(name) for name in called)
        and bool(foreign)
        and all(_READS_WEIGHTS.match(name) for name in foreign)
    )


def left_of(module: Module, framework: str) -> Iterator[Left]:
    """What the fixes leave of a framework in a module."""
    for item in leftovers(module, framework):
        yield Left(item.api, module.path, is_meant(module, framework, item.function))


def is_class_meant(info: ClassInfo, framework: str) -> bool:
    """The same for a class of the framework."""
    module = info.module
    if not is_meant(module, framework):
        return False
    served = _serving_functions(module)
    return not served or info.name in served or _is_optional(module, framework) or module.has_dialect


def _serving_functions(module: Module) -> set[str]:
    """The names of the functions that need both frameworks by themselves, and of what these and the code outside
    of functions and classes mention; none where it takes the whole module to see the purpose."""
    known = _serving.get(module)
    if known is None:
        body = module.source.tree.body
        functions = [node for node in ast.walk(module.source.tree) if isinstance(node, _FUNCTIONS)]
        waiting = [node for node in functions if _has_purpose(module, node)]
        known = _serving[module] = set()
        if waiting:
            script = [item for item in body if not isinstance(item, (*_FUNCTIONS, ast.ClassDef))]
            known.update(*(_mentioned(item) for item in script))
        while waiting:
            node = waiting.pop()
            known.add(node.name)
            mentioned = _mentioned(node)
            waiting += [other for other in functions if other.name in mentioned - known]
            known |= mentioned
    return known


def _mentioned(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)} | {
        part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)
    }


def foreign_imports(module: Module, framework: str) -> list[Import]:
    """The imports of the packages of a framework."""
    return [item for item in module.imports if FRAMEWORKS.get(item.root) == framework]


def _is_optional(module: Module, framework: str) -> bool:
    """Whether every import of the framework may fail, or is made only where it is used."""
    known = _meant.setdefault(module, {})
    if framework not in known:
        imports = foreign_imports(module, framework)
        known[framework] = bool(imports) and all(may_fail(module, item) for item in imports)
    return known[framework]


def may_fail(module: Module, item: Import) -> bool:
    """Whether the module does without what an import brings: it is guarded, or made in a function that needs it."""
    if item.guard == "import":
        return True
    if item.function is not None:
        owner = item.function.owner
        return owner is None or owner.kind != "cell" or item.function.name not in _CELL_CODE
    return item.guard == "if" and is_guarded(module, item.node, _ASKS, _IMPORT_ERRORS)


def _has_purpose(module: Module, node: ast.AST) -> bool:
    """Whether the code below a node (a function, or the whole module) needs both frameworks."""
    known = _meant.setdefault(module, {})
    if node not in known:
        known[node] = _needs_both(set(_called(module, node)))
    return known[node]


def _needs_both(called: set[str]) -> bool:
    def calls(pattern: re.Pattern[str]) -> bool:
        return any(pattern.match(name) for name in called)

    trains = calls(_TRAINS) or ".backward" in called
    converts = calls(_MAKES_TENSORS) and not called.isdisjoint((".numpy", ".cpu", ".detach"))
    if calls(_READS_WEIGHTS) and not trains and (converts or calls(_SAVES_MINDSPORE)):
        return True
    if ".state_dict" in called and converts and calls(_SAVES_MINDSPORE) and not trains:
        return True
    if calls(_SAVES_TORCH) and calls(_LOADS_MINDSPORE) and not trains:
        return True
    if ".asnumpy" in called and calls(_COMPARES) and not called.isdisjoint((".numpy", "torch.from_numpy")):
        return True
    return calls(_EXPORTS) and not trains


def _called(module: Module, node: ast.AST) -> Iterator[str]:
    """What is called below a node: qualified names, and the names of methods with a dot in front."""
    for part in ast.walk(node):
        if not isinstance(part, ast.Call):
            continue
        name = _qualified(module, part.func)
        if name is not None:
            yield name
        if isinstance(part.func, ast.Attribute):
            yield f".{part.func.attr}"


def _qualified(module: Module, func: ast.expr) -> Optional[str]:
    parts: list[str] = []
    at: Union[ast.expr, None] = func
    while isinstance(at, ast.Attribute):
        parts.append(at.attr)
        at = at.value
    if isinstance(at, ast.Name) and at.id in ("abs", "max") and not parts:
        return f"builtins.{at.id}"
    value = module.scope.env.get(at.id) if isinstance(at, ast.Name) else None
    return ".".join([value.name, *reversed(parts)]) if isinstance(value, Symbol) else None
