"""What a person types: moments, durations and numbers, and what the shell offers after Tab."""
