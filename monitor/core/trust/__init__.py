"""Decides whether a translation can be believed: pure checks of a text beside its translation."""
