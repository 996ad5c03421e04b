"""Anybody's CSV files as the history of a workspace, by a mapping that people can read."""

from alignment.imports.importing import import_files
from alignment.imports.mapping import ImportMapping
from alignment.imports.mapping_file import read_mapping

__all__ = ["ImportMapping", "import_files", "read_mapping"]
