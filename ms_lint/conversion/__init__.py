"""What the code of torch becomes in MindSpore: edits for calls, methods, classes and imports.

``forms`` makes the edits of one call, ``pieces`` puts those of calls within calls together, ``imports`` knows under
which names a file has MindSpore, and ``plan`` looks at a whole module. Rules ask the plan for the ``Rewrite`` of what
they report. Nothing here knows of rules' messages.
"""
