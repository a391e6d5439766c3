"""Reads: a plan document as published -> a draft plan file and a sheet of what is in doubt."""
