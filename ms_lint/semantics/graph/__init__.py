"""Follows compiled code once more, from where it is entered, with what the compiler knows of each value.

The first walk (``flow``) knows what each name stands for in general. This one starts at the functions
that are compiled (``entries``), goes where they call, passes values along, leaves out the branches that a
constant rules out, and notes what the rules for graph mode ask about.
"""

from ms_lint.semantics.graph.functions import registered_hooks
from ms_lint.semantics.graph.statements import GraphFlow

__all__ = ["GraphFlow", "registered_hooks"]
