"""Look-ups in what graph mode supports and forbids, by version, out of MindSpore's own parser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Optional

from .catalog import DATA
from .versions import own_tables


@dataclass(frozen=True)
class GraphFacts:
    """The tables of one version's parser. Names of Python's own are ``builtins.len``, ``operator.add``, ``math.log``.

    A name that no table has may be known to the C++ part of the parser; silence is no proof.
    """

    #: Operators of ``ast`` (``Add``, ``NotIn``) by class name, with the function in ``operator`` that stands for them.
    operators: Mapping[str, str] = field(default_factory=dict)
    #: The same for augmented assignment; empty in versions that treat ``a += b`` as ``a = a + b``.
    augmented: Mapping[str, str] = field(default_factory=dict)
    #: Functions that the parser replaces, with the expression that it puts in their place; None for those that it
    #: knows and refuses (``operator.xor`` and ``math.sin`` in 1.x).
    functions: Mapping[str, Optional[str]] = field(default_factory=dict)
    #: Types that may be called (``builtins.int``), with the function in their place.
    constructors: Mapping[str, str] = field(default_factory=dict)
    #: The types of operands that an operation of ``multitype_ops`` takes: ``{"add": {("Tensor", "Number"), ...}}``.
    operands: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)
    #: Functions and methods that the parser has in Python for values of the graph, with their parameters: most
    #: Tensor methods (``argmax``), and ``list_append``, ``dict_get``, ``str_format``.
    methods: Mapping[str, str] = field(default_factory=dict)
    #: Tensor methods with the function that takes their older forms.
    deprecated_methods: Mapping[str, str] = field(default_factory=dict)
    #: Methods that change their object when they are called as a statement (``append``).
    statement_methods: frozenset[str] = frozenset()
    #: Methods whose statements are moved behind the others (``register_hook``).
    reordered_methods: frozenset[str] = frozenset()
    #: Types that may not be called (``builtins.set``).
    unsupported_types: frozenset[str] = frozenset()
    #: Functions that the fallback to the Python interpreter refuses too (``builtins.eval``).
    unsupported_in_fallback: frozenset[str] = frozenset()
    #: MindSpore classes that may not be made (``mindspore.Tensor`` in 1.x and 2.0).
    unsupported_classes: frozenset[str] = frozenset()
    #: Functions that are called by the parser itself where all arguments are constants.
    folded: frozenset[str] = frozenset()
    #: Functions that are compiled or run by the interpreter, by what they are given.
    hybrid: frozenset[str] = frozenset()
    #: Functions and methods of MindSpore that raise in graph mode, by the module that defines them.
    forbidden: frozenset[str] = frozenset()
    #: Modules of MindSpore whose functions and classes raise in graph mode.
    forbidden_modules: frozenset[str] = frozenset()
    #: Functions that return a view in PyNative mode and a copy in graph mode.
    view_unsupported: frozenset[str] = frozenset()
    #: Top-level modules whose functions are run by the interpreter instead of being compiled.
    third_party_modules: frozenset[str] = frozenset()


_TABLES = {
    "operator": "operators",
    "augmented": "augmented",
    "function": "functions",
    "constructor": "constructors",
    "method": "methods",
    "deprecated-method": "deprecated_methods",
    "statement-method": "statement_methods",
    "reordered-method": "reordered_methods",
    "unsupported-type": "unsupported_types",
    "unsupported-in-fallback": "unsupported_in_fallback",
    "unsupported-class": "unsupported_classes",
    "folded": "folded",
    "hybrid": "hybrid",
    "forbidden": "forbidden",
    "forbidden-module": "forbidden_modules",
    "view-unsupported": "view_unsupported",
    "third-party-module": "third_party_modules",
}


@cache
def graph_facts(version: str) -> GraphFacts:
    """The facts of a MindSpore version such as ``2.7.0``, the user's own first. A version whose package was not
    read has none."""
    tables: dict[str, dict[str, Any]] = {}
    versions: list[str] = []
    with open(own_tables("graph").get(version, DATA / "graph.tsv"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                if line.startswith("#versions "):
                    versions = [name.partition(".dev")[0] for name in line.split()[1:]]
                    if version not in versions:
                        return GraphFacts()
                continue
            key, _, segments = line.partition("\t")
            table, _, name = key.partition("/")
            for first, last, *value in json.loads(f"[{segments}]"):
                if first <= versions.index(version) <= last:
                    tables.setdefault(table, {})[name] = value[0] if value else None
    operands: dict[str, set[tuple[str, ...]]] = {}
    for name in tables.pop("operand", ()):
        operation, _, types = name.rstrip(")").partition("(")
        operands.setdefault(operation, set()).add(tuple(types.split(", ")) if types else ())
    mappings = ("operator", "augmented", "function", "constructor", "method", "deprecated-method")
    fields: dict[str, Any] = {
        _TABLES[table]: names if table in mappings else frozenset(names) for table, names in tables.items()
    }
    return GraphFacts(operands={name: frozenset(types) for name, types in operands.items()}, **fields)


@cache
def known_functions(versions: tuple[str, ...]) -> frozenset[str]:
    """Functions of Python's own that the parsers of all these versions compile (``operator.add``)."""
    known = [
        {name for name, replaced in facts.functions.items() if replaced is not None}
        for facts in map(graph_facts, versions)
        if facts.functions
    ]
    return frozenset(set.intersection(*known)) if known else frozenset()
