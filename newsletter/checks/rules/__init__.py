"""One file a subject: the rules about it, each a pure function with its severity and its reason in the decorator.

``SUBJECT`` is the heading that the rules of a file stand under in docs/kontroller.md.
"""
