"""The version of the program, said once, and the form that its reader is installed in."""

from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

__version__ = "0.2.0"


def compiled_reader() -> bool:
    """Whether the reader is installed as C extensions (``pip install .`` on a machine with a C compiler), hence about twice as fast."""
    return any(Path(__file__).with_name("text").joinpath(f"reader{suffix}").exists() for suffix in EXTENSION_SUFFIXES)
