"""Myotome: a diagnosis workbench for diseases of nerve and muscle and their mimics."""

from myotome.version import __version__

__all__ = ["__version__"]
