"""Doses, tapers, scores and follow-up as lines, tables, calendars and drawings."""
