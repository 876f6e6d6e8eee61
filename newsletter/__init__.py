"""Newsletter as code: a YAML file becomes a letter that every association gets exactly once, and an account of the year."""

__version__ = "0.1.0"
