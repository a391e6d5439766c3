"""Calendars over HTTP, and their addresses."""
