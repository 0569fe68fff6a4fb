"""What a sentence holds (items, mentions, sides) and how far its cues reach."""
