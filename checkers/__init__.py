"""The rules, a module or two per family; ``wording`` is what their messages have in common."""
