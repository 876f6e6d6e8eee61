"""Reviewing an issue: checking it, rendering its letters, approving them, and looking up what the rules mean."""
