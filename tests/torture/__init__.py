"""Campaigns against the log (``make torture``): thousands of runs killed, cut off and raced, judged by the server's own ledger.

``strikes`` are the ways in which a run can be hurt, ``campaigns`` what is done to one issue until nothing is left to send,
``naive`` designs that the same judge must find wanting, ``power`` a cut of the current, ``table`` what is printed.
"""
