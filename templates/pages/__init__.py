"""Pages: what each of them may use, and the one function that fills their templates."""
