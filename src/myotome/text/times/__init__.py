"""When: dates, ages, durations and the moments that a sentence tells."""
