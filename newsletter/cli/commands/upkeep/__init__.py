"""Keeping the house: the register of recipients, and copies of the sending log."""
