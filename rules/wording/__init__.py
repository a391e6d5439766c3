"""Vietnamese (and English) deadline wording in, dates out; every doubt is a WordingError."""

from .errors import WordingError
from .read import read

__all__ = ["WordingError", "read"]
