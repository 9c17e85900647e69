"""One module per change of the schema; a module that was released never changes."""
