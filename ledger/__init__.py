"""Remembers: what people recorded, what was told to whom, and the mails still to be sent."""
