"""MSL715: attributes with the name of a member of Cell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Optional

from ms_lint.findings import Severity
from ms_lint.messages import say
from ms_lint.rules import Problem, Rule
from ms_lint.semantics.classes import Assignment, ClassInfo

from .structure import is_made_of

_CELL = "mindspore.nn.Cell"
#: Methods that MindSpore itself calls: under another value of the name calls, training or checkpoints fail (2.7.0 and
#: 2.10.0 measured; all members were tried).
_CALLED = frozenset(
    "add_flags add_flags_recursive cells cells_and_names check_names_and_refresh_name construct extend_repr "
    "get_inputs get_parameters init_parameters_data name_cells parameters_and_names parameters_dict set_grad set_train "
    "trainable_params update_parameters_name".split()
)
#: Those that only the compiler of graphs calls, and those of mixed precision (O2 and O3).
_CALLED_IN_GRAPH = frozenset("check_names compile compile_and_run generate_scope get_flags get_scope".split())
_CALLED_BY_AMP = frozenset({"to_float"})
#: Properties that cannot be set.
_READ_ONLY = frozenset(
    "cls_name compile_cache compiled create_time enable_backward_hook exist_names exist_objs jit_config_dict "
    "param_prefix phase_cache".split()
)
#: Properties that take values of one type: a TypeError for others.
_TYPES = {
    "bprop_debug": bool,
    "cell_init_args": str,
    "compile_phase": str,
    "parallel_parameter_merge_net_dict": dict,
    "parallel_parameter_name_list": list,
    "parameter_layout_dict": dict,
    "phase": str,
}


class CellMemberHidden(Rule):
    """An attribute has the name of something that Cell itself has.

    A layer cannot be set under the name of a member of Cell: a KeyError. Another value hides a method that MindSpore
    calls: `self.cells = 4` makes `set_train` and `trainable_params` fail. Some, as `compile`, are called in graph mode
    only, `to_float` by mixed precision. Some properties cannot be set, or take values of one type, and `phase`
    is set to 'train' or 'predict' by `set_train`. All other members may be hidden: `name`, `training`, `shard` ...
    """

    code = "MSL715"
    name = "cell-member-hidden"
    unfixed = "the attribute needs another name, here and wherever it is read"

    def check_class(self, cls: ClassInfo) -> Iterator[Problem]:
        if cls.kind != "cell" or cls.library_base is None:
            return
        for name, assignments in cls.assignments.items():
            plain = [item for item in assignments if isinstance(item.node, ast.Attribute)]
            if not plain or name.startswith("_") or cls.module.catalog.find(f"{_CELL}.{name}") is None:
                continue
            if any(name in info.methods or name in info.class_names for info in cls.project_ancestors()):
                continue
            severity, what = _consequence(cls, name, plain)
            if what is None:
                continue
            yield Problem(
                plain[0].node,
                say(
                    "`self.{name}` is set in {function}: {what}",
                    name=name,
                    function=plain[0].function.qualified_name,
                    what=what,
                ),
                say("Give it another name."),
                severity=severity,
            )


def _consequence(cls: ClassInfo, name: str, plain: list[Assignment]) -> tuple[Optional[Severity], Optional[str]]:
    """What happens where an attribute has the name of a member of Cell; None where nothing does."""
    entry = cls.module.catalog.find(f"{_CELL}.{name}")
    if entry is not None and entry.kind == "function" and is_made_of(plain, _CELL, cls.module):
        return None, say("a Cell cannot have a layer under the name of its own `{name}`: a KeyError.", name=name)
    if name in _CALLED:
        return None, say("it hides the method of Cell, which MindSpore calls: a TypeError.")
    if name in _CALLED_IN_GRAPH:
        what = say("it hides the method of Cell, which the compiler calls: a TypeError in graph mode.")
        return Severity.WARNING, what
    if name in _CALLED_BY_AMP:
        return Severity.WARNING, say(
            "it hides the method of Cell, which mixed precision calls: a TypeError with the levels O2 and O3."
        )
    if name in _READ_ONLY:
        return None, say("it is a property of Cell that cannot be set: an AttributeError.")
    value = plain[0].expression
    if name in _TYPES and isinstance(value, ast.Constant) and type(value.value) is not _TYPES[name]:
        return None, say("it is a property of Cell that takes a {type} only: a TypeError.", type=_TYPES[name].__name__)
    if name == "phase" and _is_read_for_itself(cls):
        return None, say("`set_train` sets it to 'train' or 'predict', and what reads it goes another way.")
    return None, None


def _is_read_for_itself(cls: ClassInfo) -> bool:
    """Whether `phase` is set once, in `__init__`, and compared in another method with a word of the user's own."""
    assignments, parents = cls.assignments["phase"], cls.module.parents
    if len(assignments) != 1 or assignments[0].function.name != "__init__":
        return False
    for read in cls.reads.get("phase", ()):
        test = parents.get(read.node)
        if read.function.name != "__init__" and isinstance(test, ast.Compare):
            words = [item.value for item in (test.left, *test.comparators) if isinstance(item, ast.Constant)]
            if any(isinstance(word, str) and word != "predict" for word in words):
                return True
    return False
