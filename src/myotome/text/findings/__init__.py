"""From items to findings: their meaning, their places, their attributes, their part in the story."""
