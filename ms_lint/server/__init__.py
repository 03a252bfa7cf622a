"""The language server: the findings in an editor, as one types. Needs the extra ``lsp`` (pygls)."""
