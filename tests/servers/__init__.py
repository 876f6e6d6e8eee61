"""Servers that speak the real protocols and keep a ledger of what they took, whatever the client saw of it."""
