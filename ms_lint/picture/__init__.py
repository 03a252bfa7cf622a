"""The picture of a migration: how far each file is, what was found, and what is left to do."""
