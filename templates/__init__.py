"""Every word a person reads in a mail: what a template may use, how it is filled, the words."""
