"""Who looks: rights by address, sessions, signing in."""
