"""Reads what a framework has out of the sources of its package, without importing it."""
