"""Knows who does what: opens the real edges and hands them to the pipeline."""
