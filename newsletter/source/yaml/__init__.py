"""YAML text to nodes with marks, and nodes to the plain data that the model validates, each key and value with its place."""
