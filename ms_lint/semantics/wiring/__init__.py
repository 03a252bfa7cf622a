"""The wiring of a Cell: its `__init__` and `construct` followed with values, so that shapes flow through its layers.

``ms_lint.semantics.flow`` says what kind of thing each expression of a module is, once for all calls. Here one class
is followed as if it ran: with the arguments of one caller, loops unrolled, helper Cells made and called in turn.
``model.py`` is what comes out.
"""
