"""The archive site: the issues as they were sent, without any addressee's name, with registers and a feed."""
