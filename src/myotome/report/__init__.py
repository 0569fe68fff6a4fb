"""The answer in words and drawings, two languages. Draws and writes; decides nothing."""

from myotome.report.drawing import nerve_map
from myotome.report.enmg import enmg_html, enmg_text
from myotome.report.html import html_report
from myotome.report.read import coloured_notes, read_html, signed_notes
from myotome.report.table import findings_rows, findings_table, result_json
from myotome.report.terminal import short_answer

__all__ = [
    "coloured_notes", "enmg_html", "enmg_text", "findings_rows", "findings_table", "html_report", "nerve_map", "read_html",
    "result_json", "short_answer", "signed_notes",
]
