"""Jinja's templates: where they are found, what they may do and for how long, and their faults told by file and line."""
