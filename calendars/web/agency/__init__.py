"""An agency's pages."""
