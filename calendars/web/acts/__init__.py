"""A coordinator accepts, returns, extends and urges."""
