"""Watches: health, metrics, the service manager's watchdog, a ping, and what the doctor finds."""
