"""The pictures of an issue: found, decoded, shrunk, embedded, and what is said of one that cannot be shown."""
