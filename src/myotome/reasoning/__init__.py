"""From findings to where, what and what next. Imports nothing of text, tables or report."""
