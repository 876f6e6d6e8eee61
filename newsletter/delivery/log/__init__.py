"""The send log: how it is opened, what it holds, how it is copied, and whether it may send to people."""
