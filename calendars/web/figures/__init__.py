"""The official figures, their trend, and what is frozen of them."""
