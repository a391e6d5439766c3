"""A plan as its coordinator looks at it."""
