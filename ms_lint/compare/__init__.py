"""A Cell held against a file of its original: a TensorBoard graph, a checkpoint, an exported model, source code.

``readers`` turn a file into a ``Reference`` (``model.py``); ``cell.py`` makes the same of a Cell. ``matching.py`` says
which layer is which, ``checks.py`` where they differ. Nothing that is read is imported, unpickled for real or run.
"""
