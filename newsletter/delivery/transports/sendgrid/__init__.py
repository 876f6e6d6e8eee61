"""Twilio SendGrid: letters through it, letters that wait there, and what it says of them afterwards."""
