"""Whose text: which patient each sentence is about, or nobody; letters, lists, articles, teaching."""
