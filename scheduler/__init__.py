"""Acts: configuration, passes, mail transports, the daemon and the command line."""
