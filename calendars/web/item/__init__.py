"""An item: its page, its lines in lists, what was handed in for it."""
