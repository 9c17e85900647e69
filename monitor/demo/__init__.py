"""The demonstration: sample feeds on loopback, and the real pipeline over them."""
