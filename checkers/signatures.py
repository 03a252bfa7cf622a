"""MSL2xx: calls that the signature of the targeted MindSpore does not accept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Optional, Union

from ms_lint.findings import Confidence
from ms_lint.knowledge.catalog import Bound, Catalog, Signature, package
from ms_lint.knowledge.counterparts import counterpart
from ms_lint.rules import Place, Problem, Rule
from ms_lint.semantics.classes import ClassInfo
from ms_lint.semantics.module import Import, Module
from ms_lint.semantics.observer import Call, Reference
from ms_lint.semantics.values import Constant, Instance, alternatives

_MAXIMUM_SHOWN = 3
_MAXIMUM_PARAMETERS = 8
#: Callables whose signature in the catalog is not the whole truth.
_UNREADABLE = frozenset(
    {
        # bound by C in some versions, where the source that the catalog was read from shows no parameters
        "mindspore.Tensor",
        # dispatched by C, which takes more names than the documented ones (tried on 2.10.0):
        "mindspore.Tensor.unsqueeze",  # `axis` for `dim`
        "mindspore.Tensor.where",  # `other` for `y`
    }
)

#: Keywords of torch, TensorFlow and older MindSpore, and what MindSpore may call the same thing.
#: Proposed only where the signature has it.
_RENAMED: dict[str, tuple[str, ...]] = {
    "activation_fn": ("activation",),
    "amsgrad": ("use_amsgrad",),
    "axes": ("axis", "dims", "perm"),
    "axis": ("dim", "axes", "perm"),
    "beta_1": ("beta1",),
    "beta_2": ("beta2",),
    "beta_initializer": ("beta_init",),
    "bias": ("has_bias",),
    "bias_initializer": ("bias_init",),
    "dilation_rate": ("dilation",),
    "dilations": ("dilation",),
    "dim": ("axis", "dims"),
    "dim0": ("axis0", "axis1"),
    "dim1": ("axis1", "axis2"),
    "dims": ("axis", "perm", "axes"),
    "drop_prob": ("p",),
    "drop_remainder": ("drop_last",),
    "embedding_dim": ("embedding_size",),
    "end_dim": ("end_axis",),
    "eps": ("epsilon",),
    "epsilon": ("eps",),
    "filters": ("out_channels",),
    "gamma_initializer": ("gamma_init",),
    "group": ("groups",),
    "groups": ("group",),
    "has_bias": ("bias",),
    "in_channels": ("in_features",),
    "in_features": ("in_channels",),
    "indices": ("input_indices", "index"),
    "input": ("x", "input_x", "logits", "inputs", "tensor", "input_data", "self"),
    "input_dim": ("vocab_size",),
    "input_x": ("input", "x"),
    "inputs": ("input", "x", "logits"),
    "keep_dims": ("keepdims", "keepdim"),
    "keepdim": ("keep_dims", "keepdims"),
    "keepdims": ("keep_dims", "keepdim"),
    "kernel_initializer": ("weight_init",),
    "kernel_regularizer": ("weight_decay",),
    "learning_rate": ("lr",),
    "lr": ("learning_rate",),
    "mat2": ("y", "x2", "other"),
    "momentums": ("momentum",),
    "negative_slope": ("alpha",),
    "nesterov": ("use_nesterov",),
    "num_embeddings": ("vocab_size",),
    "num_splits": ("output_num", "split_size_or_sections"),
    "num_workers": ("num_parallel_workers",),
    "optimizer": ("opt",),
    "other": ("y", "input2", "x2", "input_y"),
    "out_channels": ("out_features",),
    "out_features": ("out_channels",),
    "output_dim": ("embedding_size",),
    "p": ("keep_prob", "drop_prob"),
    "keep_prob": ("p",),
    "pad": ("padding", "paddings"),
    "padding": ("paddings", "pad_width"),
    "paddings": ("padding",),
    "permutation": ("perm", "input_perm", "axis"),
    "perm": ("input_perm", "axis", "dims"),
    "pool_size": ("kernel_size",),
    "rate": ("p", "keep_prob", "dilation"),
    "reduce": ("reduction",),
    "repeats": ("multiples", "reps"),
    "rho": ("decay",),
    "size_average": ("reduction",),
    "sizes": ("size", "shape"),
    "split_size": ("split_size_or_sections",),
    "start_dim": ("start_axis",),
    "stddev": ("sigma", "std"),
    "strides": ("stride",),
    "target": ("labels", "label", "target_data"),
    "tensors": ("xs", "inputs", "input_x", "arrays"),
    "units": ("out_channels",),
    "use_bias": ("has_bias", "bias"),
    "use_nesterov": ("nesterov",),
    "weights": ("weight",),
    "x": ("input", "input_x", "logits"),
    "y": ("other", "input_y"),
}
#: Renamed, and the value is another one.
_OTHER_VALUE = {
    ("p", "keep_prob"): "1 minus the value",
    ("keep_prob", "p"): "1 minus the value",
    ("rate", "keep_prob"): "1 minus the value",
    ("kernel_regularizer", "weight_decay"): "a number",
    ("reduce", "reduction"): "'none', 'mean' or 'sum'",
    ("size_average", "reduction"): "'mean' for True and 'sum' for False",
}
#: Keywords without a parameter of their own in MindSpore.
_DROPPED = {
    "affine": "Leave `affine` out: the scale and the shift are always there.",
    "betas": "Write `beta1` and `beta2`, one number each, for `betas`.",
    "data_layout": "Leave `data_layout` out.",
    "device": "Leave `device` out: `ms.set_context(device_target=...)` says it once for all.",
    "elementwise_affine": "Leave `elementwise_affine` out: the scale and the shift are always there.",
    "generator": "Leave `generator` out: `ms.set_seed` seeds.",
    "memory_format": "Leave `memory_format` out.",
    "non_blocking": "Leave `non_blocking` out.",
    "out": "Leave `out` out and assign the result.",
    "padding_mode": "Leave `padding_mode` out: it is always zeros; pad the input before for another mode.",
    "pin_memory": "Leave `pin_memory` out.",
    "requires_grad": "Leave `requires_grad` out: `ms.value_and_grad` says by what to differentiate.",
    "track_running_stats": "Leave `track_running_stats` out: `use_batch_statistics=True` stands for False.",
}
#: The default of a parameter that a callable reads out of its `**kwargs`: it may read others in ways that the
#: catalog does not see (`dataset_strategy` of `set_auto_parallel_context`).
_READ_FROM_KWARGS = "..."
#: MSL105 speaks of it for layers and functions.
_INPLACE = "inplace"


def _refusals(call: Call) -> list[tuple[Signature, Bound]]:
    """Each signature with what does not fit it, when no overload of a targeted version accepts the call."""
    if call.qualified_name in _UNREADABLE or any(bound.fits for _, bound in call.attempts):
        return []
    return call.attempts


def _unknown_keywords(call: Call) -> tuple[str, ...]:
    """The keywords of a call that no overload of any targeted version has, in the call's order, without
    those that MSL105 speaks of. Empty where `*` or `**` in the call may change what the rest means."""
    keywords = [keyword.arg for keyword in call.node.keywords]
    if not keywords or None in keywords or any(isinstance(item, ast.Starred) for item in call.node.args):
        return ()
    refusals = _refusals(call)
    if not refusals:
        return ()
    parameters = [parameter for signature, _ in refusals for parameter in signature.parameters]
    if any(parameter.kind == "keyword" and parameter.default == _READ_FROM_KWARGS for parameter in parameters):
        return ()
    known = {parameter.name for parameter in parameters}
    if call.qualified_name.startswith(("mindspore.nn.", "mindspore.ops.")):
        known.add(_INPLACE)
    return tuple(
        keyword
        for keyword in keywords
        if keyword is not None and keyword not in known and all(keyword in bound.unexpected for _, bound in refusals)
    )


def _listed(names: tuple[str, ...], maximum: int = _MAXIMUM_SHOWN) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:maximum])
    return shown + (f" and {len(names) - maximum} more" if len(names) > maximum else "")


def _joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _nearest(name: str, known: Iterable[str], cutoff: float = 0.8) -> Optional[str]:
    """The most similar name, whatever its case; None where none is similar."""
    import difflib  # costs start-up time, and only a finding needs it

    spellings = {item.lower(): item for item in sorted(known)}
    found = difflib.get_close_matches(name.lower(), spellings, n=1, cutoff=cutoff)
    return spellings[found[0]] if found else None


def _short(version: str) -> str:
    return version[:-2] if version.endswith(".0") and version.count(".") > 1 else version


def _targeted(catalog: Catalog) -> str:
    """The targeted versions as words."""
    first, last = _short(catalog.versions[0]), _short(catalog.versions[-1])
    return f"MindSpore {last}" if first == last else f"MindSpore {first} to {last}"


def _history(catalog: Catalog, having: list[bool]) -> Optional[str]:
    """Which versions have what the targeted ones lack, given for each known version whether it has it."""
    data = package("mindspore")
    if data is None or True not in having:
        return None
    targets = [data.versions.index(version) for version in catalog.versions if version in data.versions]
    if not targets:
        return None
    earlier = [position for position in range(min(targets)) if having[position]]
    later = [position for position in range(max(targets) + 1, len(having)) if having[position]]
    if later:
        last = max((position for position in range(later[0]) if not having[position]), default=later[0])
        return f"MindSpore {_short(data.versions[later[0]])} has it, {_short(data.versions[last])} does not yet"
    if earlier:
        last = earlier[-1]
        return f"MindSpore {_short(data.versions[last])} has it, {_short(data.versions[last + 1])} no longer"
    return None


def _keyword_history(call: Call, keyword: str) -> Optional[str]:
    data = package("mindspore")
    if data is None:
        return None
    name, of_instance = call.qualified_name, call.qualified_name.endswith(".__call__")
    entries = [data.find(name[: -len(".__call__")] if of_instance else name, i) for i in range(len(data.versions))]
    return _history(
        call.module.catalog,
        [
            entry is not None
            and any(
                parameter.name == keyword
                for signature in (entry.call_signatures if of_instance else entry.signatures)
                for parameter in signature.parameters
            )
            for entry in entries
        ],
    )


def _accepted(call: Call, signature: Signature) -> str:
    """The form of the call that is accepted: all required parameters, and a few of the others."""
    names = [p.name for p in signature.parameters if p.required]
    optional = [f"{p.name}={p.default}" for p in signature.parameters if not p.required and p.kind == "positional"]
    shown = names + optional[: max(0, _MAXIMUM_SHOWN - len(names))]
    more = ", ..." if len(shown) < len(signature.parameters) else ""
    return f"Write `{call.text}({', '.join(shown)}{more})`."


class MissingArgument(Rule):
    """A call of a MindSpore class or function without an argument that it requires.

    It raises a TypeError. The signature is that of the targeted version; where a name has several
    forms, none of them accepts the call. Calls with `*` or `**` are not judged.

    ```python
    self.conv = nn.Conv2d()  # in_channels, out_channels and kernel_size are required
    ```
    """

    code = "MSL201"
    name = "missing-argument"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.missing for _, bound in refusals) or _unknown_keywords(call):
            return
        signature, bound = refusals[-1]
        missing = bound.missing
        verb = "are" if len(missing) > 1 else "is"
        yield Problem(
            call.node,
            f"`{call.text}` lacks {_listed(missing)}, which {verb} required: the call raises a TypeError.",
            _accepted(call, signature),
        )


class TooManyArguments(Rule):
    """A call of a MindSpore class or function with more positional arguments than it has parameters.

    It raises a TypeError. Calls with `*` are not judged.
    """

    code = "MSL202"
    name = "too-many-arguments-in-call"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        refusals = _refusals(call)
        if not refusals or any(not bound.surplus for _, bound in refusals):
            return
        most = max(len(signature.positional) for signature, _ in refusals)
        given = len(call.node.args)
        yield Problem(
            call.node,
            f"`{call.text}` takes at most {most} positional argument{'s' if most != 1 else ''} and is given {given}: "
            "the call raises a TypeError.",
            _accepted(call, refusals[-1][0]),
        )


class WithLossCellInputs(Rule):
    """`nn.WithLossCell` around a loss that needs more than the output and one label.

    `WithLossCell` has the columns `data` and `label` and computes `loss_fn(backbone(data), label)`.
    A loss with three or more required inputs raises a TypeError at the first step, in both modes. The
    same holds for `ms.Model(net, loss_fn, optimizer)`, which builds this Cell.

    ```python
    class NetWithLoss(nn.Cell):
        def __init__(self, backbone, loss):
            super().__init__()
            self.backbone = backbone
            self.loss = loss

        def construct(self, image, position, rotation):
            return self.loss(*self.backbone(image), position, rotation)
    ```
    """

    code = "MSL203"
    name = "with-loss-cell-inputs"
    calls = ("mindspore.nn.WithLossCell",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        loss = call.argument("loss_fn")
        losses = [value.of for value in alternatives(loss) if isinstance(value, Instance)] if loss else []
        for info in losses:
            if not isinstance(info, ClassInfo) or info.kind != "cell" or info.entry is None:
                continue
            required = [parameter.name for parameter in info.entry.signature.parameters if parameter.required]
            if len(required) <= 2:
                continue
            expression = call.expression("loss_fn")
            shown = call.module.text_of(expression) if expression is not None else "loss_fn"
            # in a document the class may stand for a placeholder name such as `NetLoss`
            region = call.module.source.region(call.node.lineno)
            yield Problem(
                call.node,
                f"`{call.text}` calls `{shown}` with two inputs, the output and one label; `{info.name}.construct` "
                f"needs {len(required)} ({_listed(tuple(required))}).",
                "Write a Cell of your own that takes all columns of the dataset and calls the loss.",
                confidence=Confidence.LIKELY if region.kind == "fence" else None,
            )


class PlaceholderArgument(Rule):
    """A name that holds `...` is passed to MindSpore.

    `opt = ...` stands for something still to be written; MindSpore gets the Ellipsis object and raises.
    """

    code = "MSL204"
    name = "placeholder-argument"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        if not any(isinstance(value, Constant) and value.value is Ellipsis for value in call.arguments.values()):
            return
        expressions = [*call.node.args, *(keyword.value for keyword in call.node.keywords)]
        for expression in expressions:
            value = call.value_of(expression)
            if isinstance(expression, ast.Name) and isinstance(value, Constant) and value.value is Ellipsis:
                yield Problem(
                    expression,
                    f"`{expression.id}` is still the placeholder `...` when it is passed to `{call.text}`.",
                    f"Give `{expression.id}` its value first.",
                )


class UnknownKeyword(Rule):
    """A call of MindSpore with a keyword that the targeted version does not have.

    It raises a TypeError. Most often the keyword is PyTorch's or TensorFlow's name of a parameter that MindSpore
    calls otherwise: `bias` is `has_bias`, `groups` is `group`, `dim` is `axis`, `lr` is `learning_rate`. The
    `nn` and `ops` families differ from `mint` in this, which keeps most of PyTorch's names.

    Where a name has several forms, or several versions are targeted, none of them has the keyword. Calls
    with `*` or `**` are not judged; `inplace` is reported by MSL105.

    ```python
    self.conv = nn.Conv2d(3, 8, 3, bias=False, groups=1)
    ```

    Use instead:

    ```python
    self.conv = nn.Conv2d(3, 8, 3, has_bias=False, group=1)
    ```
    """

    code = "MSL205"
    name = "unknown-keyword"
    calls = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        unknown = _unknown_keywords(call)
        if not unknown:
            return
        # `if isinstance(self.scatter, ops.Scatter)`: then it is not what it was set to
        asked = f"{_GUARD}|isinstance\\({re.escape(call.text)}\\b"
        if _is_guarded(call.module, call.node, asked, ("TypeError", *_CATCH_ALL)):
            return
        # the form that comes nearest to the call; the newest of those
        signature, bound = min(
            reversed(_refusals(call)), key=lambda item: len(item[1].missing) + len(item[1].unexpected) + item[1].surplus
        )
        renamed, advice = _proposals(unknown, signature, bound)
        writes = [
            f"`{new}` for `{old}`" + (f" ({_OTHER_VALUE[old, new]})" if (old, new) in _OTHER_VALUE else "")
            for old, new in renamed.items()
        ]
        suggestion = " ".join([*([f"Write {_joined(writes)}."] if writes else []), *advice])
        lacking = tuple(name for name in bound.missing if name not in renamed.values())
        history = [
            f" {found}." if len(unknown) == 1 else f" Of `{keyword}`: {found}."
            for keyword in unknown
            if (found := _keyword_history(call, keyword)) is not None
        ]
        plural = "s" if len(unknown) > 1 else ""
        yield Problem(
            _keyword_place(call.node, unknown[0]),
            f"`{call.text}` has no parameter{plural} {_joined([f'`{name}`' for name in unknown])} in "
            f"{_targeted(call.module.catalog)}{f' and lacks {_listed(lacking)}' if lacking else ''}: "
            f"the call raises a TypeError.{''.join(history)}",
            suggestion,
        )


def _keyword_place(node: ast.Call, name: str) -> Place:
    """The name of a keyword in a call."""
    keyword = next(item for item in node.keywords if item.arg == name)
    return keyword.lineno, keyword.col_offset, keyword.lineno, keyword.col_offset + len(name.encode())


def _proposals(unknown: tuple[str, ...], signature: Signature, bound: Bound) -> tuple[dict[str, str], list[str]]:
    """For keywords that a signature lacks: the parameters that stand for them, and what to do with the rest."""
    free = [
        parameter.name
        for parameter in signature.parameters
        if parameter.kind in ("positional", "keyword") and parameter.name not in bound.arguments
    ]
    renamed: dict[str, str] = {}
    rest = []
    for keyword in unknown:
        new = next((name for name in _RENAMED.get(keyword, ()) if name in free), None)
        if new is not None:
            free.remove(new)
            renamed[keyword] = new
        else:
            rest.append(keyword)
    advice = []
    leave_out = []
    for keyword in rest:
        near = None if keyword in _DROPPED else _nearest(keyword, free)
        if near is not None:
            free.remove(near)
            renamed[keyword] = near
        elif keyword in _DROPPED and (keyword != "betas" or "beta1" in free):
            advice.append(_DROPPED[keyword])
        else:
            leave_out.append(keyword)
    if leave_out:
        names = tuple(parameter.name for parameter in signature.parameters)
        of = f"the parameters are {_listed(names, _MAXIMUM_PARAMETERS)}" if names else "there are no parameters"
        advice.append(f"Leave {_joined([f'`{name}`' for name in leave_out])} out: {of}.")
    return renamed, advice


# ---------------------------------------------------------------- names

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
        "mindspore.numpy": "",
        "mindspore.ops": "arg_dtype_cast arg_handler array_ops bprop_mindir cpp_create_prim_instance_helper "
        "gen_extend_func gen_ops_def gen_ops_prim linalg_ops other_ops pyboost_inner_prim tensor_method",
        "mindspore.ops.functional": "Primitive argmax_ext uniform_ext array_ops linalg_ops other_ops",
        "mindspore.train": "print_pb2 profiling_parallel_pb2",
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
}
_FUNCTIONS = ("torch", "torch.nn.functional", "tensorflow", "tensorflow.math", "tensorflow.nn", "torch.nn")
#: In a condition: the code asks what the installed MindSpore has.
_GUARD = "hasattr|getattr|version|find_spec"
_CATCH_ALL = ("Exception", "BaseException")
_NAME_ERRORS = ("ImportError", "ModuleNotFoundError", "AttributeError", *_CATCH_ALL)


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
    calls = ("mindspore.*",)
    references = ("mindspore.*",)

    def check_call(self, call: Call) -> Iterator[Problem]:
        yield from self._problem(call, call.node.func)

    def check_reference(self, reference: Reference) -> Iterator[Problem]:
        yield from self._problem(reference, reference.node)

    def _problem(self, use: Union[Call, Reference], node: ast.expr) -> Iterator[Problem]:
        module, name = use.module, use.qualified_name
        depth = _missing_part(module.catalog, name)
        if depth is None:
            return
        # a name that stands for it was imported, or assigned: that place is reported
        parts = name.split(".")
        found: Optional[ast.Attribute] = None
        for part in range(len(parts) - 1, depth - 1, -1):
            if not isinstance(node, ast.Attribute) or node.attr != parts[part]:
                return
            found, node = node, node.value
        if found is None or _is_asked_for(module, found, parts[depth]) or _is_set(module, found):
            return
        place = (
            found.end_lineno or found.lineno,
            (found.end_col_offset or 0) - len(found.attr.encode()),
            found.end_lineno or found.lineno,
            found.end_col_offset or 0,
        )
        yield _unknown(
            module.catalog, place, parts, depth, module.text_of(found), "reading it raises an AttributeError"
        )

    def check_module(self, module: Module) -> Iterator[Problem]:
        for item in module.imports:
            if item.root != "mindspore" or item.guard == "import" or item.alias.name == "*":
                continue
            depth = _missing_part(module.catalog, item.qualified_name)
            if depth is None:
                continue
            parts = item.qualified_name.split(".")
            if _is_asked_for(module, item.node, parts[depth]):
                continue
            name = ".".join(parts[: depth + 1])
            yield _unknown(
                module.catalog, _import_place(item, depth), parts, depth, name, "the import raises an ImportError"
            )


def _import_place(item: Import, depth: int) -> Place:
    node = item.node
    if isinstance(node, ast.ImportFrom) and depth <= (node.module or "").count("."):
        column = node.col_offset + len("from ")
        return node.lineno, column, node.lineno, column + len((node.module or "").encode())
    # Python 3.9 does not say where the alias stands
    return item.alias if hasattr(item.alias, "lineno") else node


def _missing_part(catalog: Catalog, name: str) -> Optional[int]:
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


def _unknown(catalog: Catalog, place: Place, parts: list[str], depth: int, text: str, outcome: str) -> Problem:
    namespace, leaf = ".".join(parts[:depth]), parts[depth]
    name = f"{namespace}.{leaf}"
    data = package("mindspore")
    having = [data.find(name, position) is not None for position in range(len(data.versions))] if data else []
    history = _history(catalog, having)
    which = "" if text == name else f" ({name})"
    message = f"`{text}`{which} does not exist in {_targeted(catalog)}: {outcome}."
    return Problem(
        place, f"{message} {history}." if history else message, _name_to_write(catalog, namespace, leaf, True in having)
    )


def _name_to_write(catalog: Catalog, namespace: str, leaf: str, elsewhere: bool) -> Optional[str]:
    """What to write for a name that a namespace lacks; None where nothing is known. ``elsewhere`` says that
    another version has the name."""
    for origin in _ORIGINALS.get(namespace, _FUNCTIONS):
        found = counterpart(f"{origin}.{leaf}")
        if found is not None and _exists(catalog, found.target):
            return f"Write `{found.target}`{', ' + found.hint if found.hint else ''}."
    for other in _NAMESPACES:
        if other != "mindspore.numpy" and other != namespace and catalog.find(f"{other}.{leaf}") is not None:
            return f"Write `{other}.{leaf}`."
    # a name of another version may be near to nothing that it means
    cutoff = 0.9 if elsewhere else 0.8
    near = _nearest(leaf, (name for name in catalog.members(namespace) if not name.startswith("_")), cutoff)
    return f"The nearest name is `{namespace}.{near}`." if near is not None else None


def _exists(catalog: Catalog, target: str) -> bool:
    """Whether a target of the table of counterparts is there in a targeted version. One that is more than a
    name is taken as it is."""
    if not re.fullmatch(r"(ms|mindspore|nn|ops|mint)(\.\w+)+", target):
        return True
    root, _, rest = target.partition(".")
    prefix = "mindspore" if root in ("ms", "mindspore") else f"mindspore.{root}"
    return catalog.find(f"{prefix}.{rest}") is not None


def _is_set(module: Module, node: ast.Attribute) -> bool:
    """Whether the module itself sets the attribute: `ops.gelu_tanh = gelu_tanh`."""
    text = module.text_of(node)
    return any(
        isinstance(item, ast.Attribute) and isinstance(item.ctx, ast.Store) and module.text_of(item) == text
        for item in ast.walk(module.source.tree)
        if isinstance(item, ast.Attribute) and item.attr == node.attr
    )


def _is_asked_for(module: Module, node: ast.AST, name: str) -> bool:
    """Whether the code asks first if a name of MindSpore is there."""
    if module.has_dialect:  # such packages add names to mindspore's
        return True
    if re.search(rf"(hasattr|getattr)\([^()]*['\"]{re.escape(name)}['\"]", module.source.code):
        return True
    return _is_guarded(module, node, _GUARD, _NAME_ERRORS)


def _is_guarded(module: Module, node: ast.AST, asked: str, errors: tuple[str, ...]) -> bool:
    """Whether code may fail, in a `try` that catches one of the errors, or runs only under a condition that
    matches the pattern ``asked``."""
    line = getattr(node, "lineno", 0)
    block: list[ast.stmt] = module.source.tree.body
    while block:
        around = next((item for item in block if _first_line(item) <= line <= (item.end_lineno or item.lineno)), None)
        if around is None:
            return False
        for statement in block:
            if not (isinstance(statement, ast.If) and _asks(module, statement.test, asked)):
                continue
            # what comes after `if ...: return`, and a function that is chosen by the condition later on
            before = (statement.end_lineno or statement.lineno) < line
            chosen = isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            if statement is around or ((before or chosen) and _leaves(statement)):
                return True
            if chosen and any(getattr(part, "id", "") == getattr(around, "name", None) for part in ast.walk(statement)):
                return True
        if _lets_fail(module, around, asked, errors):
            return True
        parts = ("body", "orelse", "finalbody", "handlers", "cases")
        block = [child for part in parts for child in _inner(around, part)]
    return False


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(item.lineno for item in decorators)])


def _inner(statement: ast.stmt, part: str) -> Iterator[ast.stmt]:
    for child in getattr(statement, part, ()):
        if isinstance(child, ast.stmt):
            yield child
        else:  # a handler, or a case of a match statement
            yield from child.body


def _leaves(statement: ast.If) -> bool:
    return any(
        block and isinstance(block[-1], (ast.Return, ast.Raise, ast.Continue))
        for block in (statement.body, statement.orelse)
    )


def _lets_fail(module: Module, statement: ast.stmt, asked: str, errors: tuple[str, ...]) -> bool:
    """Whether a statement lets what it contains fail, or runs it only under a condition."""
    if isinstance(statement, ast.Try):
        return any(handler.type is None or _names_any(handler.type, errors) for handler in statement.handlers)
    if isinstance(statement, ast.While):
        return _asks(module, statement.test, asked)
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return any(_names_any(item.context_expr, ("suppress", "raises")) for item in statement.items)
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return any(_asks(module, decorator, asked) for decorator in statement.decorator_list)
    if any(hasattr(statement, part) for part in ("body", "cases")):
        return False
    return any(
        _asks(module, part.test if isinstance(part, ast.IfExp) else part.values[0], asked)
        for part in ast.walk(statement)
        if isinstance(part, (ast.IfExp, ast.BoolOp))
    )


def _names_any(node: ast.expr, names: tuple[str, ...]) -> bool:
    return any(getattr(part, "id", getattr(part, "attr", "")) in names for part in ast.walk(node))


def _asks(module: Module, test: ast.expr, asked: str) -> bool:
    """Whether a condition matches, by itself or by a name that was given the answer."""
    if re.search(asked, module.text_of(test), re.IGNORECASE):
        return True
    return any(
        isinstance(part, ast.Name)
        and re.search(
            rf"^[ \t]*{re.escape(part.id)}[ \t]*(:[^=\n]*)?=[^=\n][^\n]*({_GUARD})", module.source.code, re.M | re.I
        )
        for part in ast.walk(test)
    )
