"""Mail: the message's bytes and the ways by which it leaves."""
