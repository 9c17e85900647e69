"""Fetches feeds; the only place that connects to what a feed leads to."""
