"""Shows: iCalendar feeds and the folder they are published in."""
