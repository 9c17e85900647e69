"""Argos Translate packages: listed, installed, downloaded, and driven in batches without Argos's own downloads."""
