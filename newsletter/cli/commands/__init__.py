"""The commands: a folder for each kind of work, and in it a module for each command."""
