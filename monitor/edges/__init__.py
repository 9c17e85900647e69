"""The outside: one module per outside thing, named after it; no decisions."""
