"""A trial: its mails, and being anyone."""
