"""One module a section of the report: fields of the answer become lines to show."""
