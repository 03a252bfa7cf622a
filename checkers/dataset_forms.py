"""MSL85x: datasets that are treated as those of `tf.data`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.call_fix import RAISES
from ms_lint.conversion.blocks import block_of, bound_in
from ms_lint.findings import Applicability
from ms_lint.messages import say
from ms_lint.place_fix import renamed, replaced, unsafe, with_keyword
from ms_lint.rules import Problem, Rewrite, Rule
from ms_lint.semantics.module import Module
from ms_lint.semantics.reads import assigned_expression, statement_of
from ms_lint.semantics.values import Symbol

#: Methods of tf.data, with what does the same.
_FOREIGN = {
    "prefetch": say("Set `mindspore.dataset.config.set_prefetch_size(n)` once, for all datasets."),
    "as_numpy_iterator": say("Write `create_dict_iterator(output_numpy=True)`."),
    "from_tensor_slices": say("Write `mindspore.dataset.NumpySlicesDataset(...)`."),
    "cardinality": say("Write `get_dataset_size()`."),
    "enumerate": say("Write `enumerate(dataset.create_tuple_iterator())`."),
    "interleave": say("Read the files with one source, such as `TFRecordDataset([...])`."),
    "unbatch": say("Leave out the `batch` before it."),
    "shard": say("Give `num_shards` and `shard_id` to the source."),
    "cache": say("Give `cache=mindspore.dataset.DatasetCache(...)` to the source or to `map`."),
}


class ForeignDatasetMethod(Rule):
    """A method of `tf.data` on a dataset of MindSpore, which it does not have.

    It raises an AttributeError. How many batches are prepared in advance is a setting for all datasets.

    ```python
    dataset = dataset.prefetch(2)  # tf.data
    ds.config.set_prefetch_size(2)  # mindspore
    ```
    """

    code = "MSL853"
    name = "foreign-dataset-method"
    fix = Applicability.SAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        if "mindspore" not in module.source.code or not any(f".{name}(" in module.source.code for name in _FOREIGN):
            return
        for node in ast.walk(module.source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FOREIGN):
                continue
            if node.func.attr == "cache" and node.args:
                continue
            if is_dataset(module, node.func.value):
                yield Problem(
                    node,
                    say(
                        "A dataset of MindSpore has no method `{name}`: `{text}` raises an error.",
                        name=node.func.attr,
                        text=module.text_of(node.func),
                    ),
                    _FOREIGN[node.func.attr],
                    fix=_own_method(module, node),
                )


#: Methods after which a dataset has the columns that it had before.
_KEEPS_COLUMNS = frozenset({"shuffle", "repeat", "skip", "take"})


class MapOfOneColumn(Rule):
    """`map` with a function of several columns, and without `input_columns`.

    Without `input_columns` a function of `map` is given the first column alone. One that takes two raises an error as
    soon as the dataset is read.

    ```python
    dataset = dataset.map(lambda x, y: (x / 255.0, y))  # tf.data
    dataset = dataset.map(lambda x, y: (x / 255.0, y), input_columns=["image", "label"])  # mindspore
    ```
    """

    code = "MSL854"
    name = "map-of-one-column"
    fix = Applicability.SAFE

    def check_module(self, module: Module) -> Iterator[Problem]:
        if ".map(" not in module.source.code or "mindspore" not in module.source.code:
            return
        for node in ast.walk(module.source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "map"):
                continue
            keywords = {keyword.arg for keyword in node.keywords}
            if len(node.args) > 1 or None in keywords or "input_columns" in keywords:
                continue
            given = [keyword.value for keyword in node.keywords if keyword.arg == "operations"] or node.args
            function = given[0] if given else None
            count = _required(module, function) if function is not None else 0
            if function is not None and count > 1 and is_dataset(module, node.func.value):
                yield Problem(
                    node,
                    say(
                        "`{call}` gives its function the first column alone; `{function}` takes {count}: it raises an "
                        "error.",
                        call=module.text_of(node.func),
                        function=_shown(module, function),
                        count=count,
                    ),
                    say("Add `input_columns=[...]` with the names of the columns."),
                    fix=_of_columns(module, node, count),
                )


def _of_columns(module: Module, node: ast.Call, count: int) -> Optional[Rewrite]:
    """The fix that names the columns of the source, where they are written out, as many as the function takes, and
    nothing in between changes them."""
    assert isinstance(node.func, ast.Attribute)
    source: ast.expr = node.func.value
    for _ in range(8):
        source = _before(module, source)
        if not (isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute)):
            break
        if _is_source(module, source.func):
            break
        if source.func.attr not in _KEEPS_COLUMNS:
            return None
        source = source.func.value
    if not isinstance(source, ast.Call) or not _is_source(module, source.func):
        return None
    named = [keyword.value for keyword in source.keywords if keyword.arg == "column_names"] or source.args[1:2]
    names = named[0] if named else None
    if not isinstance(names, (ast.List, ast.Tuple)) or len(names.elts) != count:
        return None
    if not all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in names.elts):
        return None
    columns = ", ".join(module.text_of(item) for item in names.elts)
    return with_keyword(module, node, f"input_columns=[{columns}]", RAISES)


def _before(module: Module, node: ast.expr) -> ast.expr:
    """What a name was assigned by the latest statement of the same block before it, where none in between may assign
    to it as well."""
    if not isinstance(node, ast.Name):
        return node
    statement = statement_of(module, node)
    block = block_of(module, statement) if statement is not None else []
    for earlier in reversed(block[: block.index(statement)] if statement is not None else []):
        if node.id not in bound_in(earlier):
            continue
        if isinstance(earlier, ast.Assign) and len(earlier.targets) == 1 and isinstance(earlier.targets[0], ast.Name):
            return earlier.value
        return node
    return node


def _shown(module: Module, function: ast.expr) -> str:
    return f"lambda {ast.unparse(function.args)}: ..." if isinstance(function, ast.Lambda) else module.text_of(function)


def _required(module: Module, function: ast.expr) -> int:
    """How many arguments a lambda, or a function of the module, must be given."""
    arguments: Optional[ast.arguments] = function.args if isinstance(function, ast.Lambda) else None
    if isinstance(function, ast.Name):
        found = [item for item in module.source.tree.body if getattr(item, "name", "") == function.id]
        if len(found) == 1 and isinstance(found[0], ast.FunctionDef) and not found[0].decorator_list:
            arguments = found[0].args
    if arguments is None or arguments.vararg is not None:
        return 0
    return len(arguments.posonlyargs) + len(arguments.args) - len(arguments.defaults)


def is_dataset(module: Module, node: ast.expr, depth: int = 6) -> bool:
    """Whether an expression is a dataset: a chain of methods of what `mindspore.dataset` makes, also through names."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if _is_source(module, node.func):
            return True
        node = node.func.value
    if isinstance(node, ast.Call):
        return _is_source(module, node.func)
    if not isinstance(node, ast.Name) or depth == 0 or isinstance(module.scope.env.get(node.id), Symbol):
        return False
    assigned = assigned_expression(module, node)
    if assigned is not None:
        return is_dataset(module, assigned, depth - 1)
    return any(is_dataset(module, value, 0) for value in _assigned_values(module, node.id))


def _assigned_values(module: Module, name: str) -> list[ast.expr]:
    return [
        item.value
        for item in ast.walk(module.source.tree)
        if isinstance(item, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in item.targets)
    ]


def _is_source(module: Module, function: ast.expr) -> bool:
    """Whether it is a class of ``mindspore.dataset``: ``ds.GeneratorDataset``."""
    names: list[str] = []
    while isinstance(function, ast.Attribute):
        names.append(function.attr)
        function = function.value
    root = module.scope.env.get(function.id) if isinstance(function, ast.Name) else None
    if not isinstance(root, Symbol):
        return False
    name = ".".join([root.name, *reversed(names)])
    return name.startswith("mindspore.dataset.") and name.endswith("Dataset")


def _own_method(module: Module, node: ast.Call) -> Optional[Rewrite]:
    """The fix that calls the method of MindSpore's datasets which does the same."""
    assert isinstance(node.func, ast.Attribute)
    if node.args or node.keywords:
        return None
    if node.func.attr == "cardinality":
        return renamed(module, node.func, "get_dataset_size", RAISES)
    if node.func.attr == "as_numpy_iterator":
        receiver = module.text_of(node.func.value)
        doubt = say("rows are dicts, by the names of the columns")
        return unsafe(replaced(module, node, f"{receiver}.create_dict_iterator(output_numpy=True)", RAISES), doubt)
    return None
