"""A dictionary translation of Japanese headlines: honest about what it is, and never without a result."""
