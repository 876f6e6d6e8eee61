"""Other forms of the issues: calendars, copies to forward and print, the archive site, account pages, reports as documents.

``occasions`` with ``calendar_file`` make iCalendar of one issue or of many; ``files`` makes what ``render`` writes besides a
letter; ``pdf`` makes PDF of any page of ours. Each sub-package has a face of its own. Nothing is imported here: a command that
shows the account must not load a calendar, a document and a PDF engine.
"""
