"""Tables of nerve conduction and needle EMG in the layouts of machines and reports become rows."""

from myotome.formats.enmg.reader import Found, read_lines

__all__ = ["Found", "read_lines"]
