"""Decides: plans, directory and working days in; dates, states and notices out. Pure."""
