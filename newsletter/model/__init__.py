"""What things are: issue, sections, recipients, settings, deliveries, diagnostics. Imports nothing of ours.

Values are frozen; closed choices are enums whose values are the words that the editor writes. A value that exists is
valid by itself; rules that need more than one field or file live in ``source`` and ``checks``. Every room may use every module.
"""
