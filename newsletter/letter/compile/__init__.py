"""From an issue to its content: both editions by the templates, and the lines that an issue says of itself in each."""
