"""Reading TOML files into schemas, with the line of every fault, and writing TOML."""

from tenor.toml.faults import format_faults
from tenor.toml.reading import load_toml, parse_toml, read_toml
from tenor.toml.schema import Fault, KeyPath, TomlTable, fault_error
from tenor.toml.writing import format_toml

__all__ = [
    "Fault",
    "KeyPath",
    "TomlTable",
    "fault_error",
    "format_faults",
    "format_toml",
    "load_toml",
    "parse_toml",
    "read_toml",
]
