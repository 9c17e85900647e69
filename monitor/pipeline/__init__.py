"""The order of the stages; who does them is handed in."""
