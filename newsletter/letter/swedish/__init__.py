"""The letter's Swedish: typography, dates and telephone numbers, and each phrase worded once for both editions."""
