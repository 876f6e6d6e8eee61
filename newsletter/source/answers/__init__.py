"""What members send back: contributions as YAML, as a filled-in form and as a mail, and how they are merged into the issue."""
