"""A text cut into folded tokens, sentences and headings, and the words of ``knowledge/`` found in them."""
