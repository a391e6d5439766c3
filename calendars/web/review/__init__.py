"""A draft's doubts settled beside its source."""
