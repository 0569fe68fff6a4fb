"""Bytes become documents, tables and cases: one format, one file."""

from myotome.formats.document import Document
from myotome.formats.open import open_document

__all__ = ["Document", "open_document"]
