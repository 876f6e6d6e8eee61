"""How much do the tests notice? A sample of small changes to the program, each judged by the tests of its room alone.

``make mutants`` (``ROOM=``, ``SEED=``, ``COUNT=``, ``MINUTES=``). Home-made: neither mutmut nor cosmic-ray changes a sentence
of a catalogue, or draws a sample that a seed gives again. Mutmut rewrites every function, which the tests of the house read.
"""
