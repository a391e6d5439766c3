"""`/api/v1`: the same data for other programs, described by its OpenAPI document."""

PREFIX = "/api/v1"
