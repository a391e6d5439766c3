"""One file a format: bytes in, the document model out."""
