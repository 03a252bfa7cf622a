"""What graph mode supports and forbids, out of the tables of MindSpore's own parser.

The parser is partly C++; what lies there, such as the statements that it knows, is not seen here.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Any, Optional

from ..catalog import function_signature
from .intervals import State
from .sources import Sources

#: Tuples and lists at the top of the parser's modules, and what they are called here.
_COLLECTIONS = {
    "parse_expr_statement_white_list": "statement-method",
    "_need_reorder_methods": "reordered-method",
    "_unsupported_python_builtin_type": "unsupported-type",
    "_fallback_unsupported_python_builtin_type": "unsupported-in-fallback",
    "_unsupported_internal_type": "unsupported-class",
    "_hybrid_type": "hybrid",
    "constant_fold_functions": "folded",
    "third_party_modules_whitelist": "third-party-module",
    "jit_fallback_third_party_modules_whitelist": "third-party-module",
}
_OPERATORS = {"parse_object_map": "operator", "parse_augassign_object_map": "augmented"}
_DECORATORS = {"jit_forbidden_register": "forbidden", "jit_view_unsupported": "view-unsupported"}
_FORBID_MODULE = "add_jit_forbidden_module"
#: Stands in the tables of 1.x for what the parser knows and refuses.
_REFUSED = "NO_IMPLEMENT"

Facts = dict[str, State]


def graph_facts(sources: Sources) -> Facts:
    """The facts of one version, by ``TABLE/KEY``; what the tables are is said in ``ms_lint.knowledge.graph``.
    Empty where the sources have no parser."""
    # 2.9 moved the parser; what is left in its old place only says so
    folder = next(
        (
            path[: -len("resources.py")]
            for path in sorted(sources.paths)
            if path.endswith("parse/resources.py") and "parse_object_map" in sources.text(path)
        ),
        None,
    )
    facts: Facts = {}
    if folder is None:
        return facts
    parser = sorted(path for path in sources.paths if path.startswith(folder) and path.endswith(".py"))
    for path in parser:
        _read_tables(sources, folder, path, facts)
    _read_methods(sources, f"{folder}standard_method.py", facts)
    for path in sorted(sources.paths):
        if "/multitype_ops/" in path:
            _read_operands(sources.tree(path), facts)
        elif path.endswith(".py") and _mentions_decorator(sources, path):
            _read_decorated(sources.tree(path), path[: -len(".py")].replace("/", "."), facts)
    return facts


def _mentions_decorator(sources: Sources, path: str) -> bool:
    text = sources.text(path)
    return _FORBID_MODULE in text or any(name in text for name in _DECORATORS)


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    yield target.id, statement.value
                elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                    # `convert_object_map[T.print] = F.print_`
                    yield target.value.id, ast.Dict(keys=[target.slice], values=[statement.value])


def _read_tables(sources: Sources, folder: str, path: str, facts: Facts) -> None:
    for name, value in _assignments(sources.tree(path)):
        if name in _COLLECTIONS and isinstance(value, (ast.Tuple, ast.List, ast.Set)):
            for item in value.elts:
                facts[f"{_COLLECTIONS[name]}/{_qualified(sources, folder, path, item)}"] = ()
        elif isinstance(value, ast.Dict):
            for key, item in zip(value.keys, value.values):
                if key is None:
                    continue
                if name in _OPERATORS and isinstance(key, ast.Attribute) and isinstance(item, ast.Tuple):
                    facts[f"{_OPERATORS[name]}/{key.attr}"] = (_constant(item.elts[1]),)
                elif name == "convert_object_map":
                    qualified = _qualified(sources, folder, path, key)
                    facts[f"function/{qualified}"] = (_target(item),)
                elif name == "convert_class_to_function_map":
                    type_name = str(_constant(key)).replace("class ", "").strip("'")
                    facts[f"constructor/builtins.{type_name}"] = (_target(item),)
                elif name == "deprecated_tensor_method_map":
                    facts[f"deprecated-method/{_constant(key)}"] = (_constant(item),)


def _constant(node: ast.expr) -> Any:
    return node.value if isinstance(node, ast.Constant) else None


def _target(node: ast.expr) -> Optional[str]:
    """What the parser puts in the place of an object; None where it refuses it."""
    return None if isinstance(node, ast.Name) and node.id == _REFUSED else ast.unparse(node)


def _qualified(sources: Sources, folder: str, path: str, node: ast.expr) -> str:
    """The dotted name of an object in one of the parser's tables, followed through its imports."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    text = ast.unparse(node)
    root, _, rest = text.partition(".")
    found = _imports(sources.tree(path), path).get(root)
    if found is None:
        return f"builtins.{text}" if hasattr(builtins, root) else text
    name = f"{found}.{rest}" if rest else found
    trope = f"{folder}trope".replace("/", ".")
    if name.startswith(f"{trope}."):
        leaf = name[len(trope) + 1 :]
        return _imports(sources.tree(f"{folder}trope.py"), f"{folder}trope.py").get(leaf, f"trope.{leaf}")
    return name


def _imports(tree: ast.Module, path: str) -> dict[str, str]:
    """The dotted name behind each name that a module imports."""
    package = path.split("/")[:-1]
    found = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                found[alias.asname or alias.name.partition(".")[0]] = alias.name
        elif isinstance(statement, ast.ImportFrom):
            base = package[: len(package) - statement.level + 1] if statement.level else []
            module = ".".join([*base, *([statement.module] if statement.module else [])])
            for alias in statement.names:
                found[alias.asname or alias.name] = f"{module}.{alias.name}"
    return found


def _read_methods(sources: Sources, path: str, facts: Facts) -> None:
    if path in sources.paths:
        for statement in sources.tree(path).body:
            if isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_"):
                facts[f"method/{statement.name}"] = (str(function_signature(statement.args)),)


def _read_operands(tree: ast.Module, facts: Facts) -> None:
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef):
            continue
        for decorator in statement.decorator_list:
            if (
                isinstance(decorator, ast.Call)
                and isinstance(decorator.func, ast.Attribute)
                and decorator.func.attr in ("register", "_register")
                and isinstance(decorator.func.value, ast.Name)
                and not decorator.func.value.id.startswith("_")
            ):
                types = ", ".join(str(_constant(argument) or ast.unparse(argument)) for argument in decorator.args)
                facts[f"operand/{decorator.func.value.id}({types})"] = ()


def _read_decorated(tree: ast.Module, module: str, facts: Facts) -> None:
    module = module[: -len(".__init__")] if module.endswith(".__init__") else module

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                name = f"{prefix}.{statement.name}"
                for decorator in statement.decorator_list:
                    leaf = ast.unparse(decorator).rpartition(".")[2]
                    if leaf in _DECORATORS:
                        facts[f"{_DECORATORS[leaf]}/{name}"] = ()
                if isinstance(statement, ast.ClassDef):
                    visit(statement.body, name)
            elif (
                isinstance(statement, ast.Expr)
                and isinstance(statement.value, ast.Call)
                and ast.unparse(statement.value.func) == _FORBID_MODULE
                and statement.value.args
            ):
                facts[f"forbidden-module/{_constant(statement.value.args[0])}"] = ()

    visit(tree.body, module)
