"""Turns the three TOML files into frozen values of the core, and finds them."""
