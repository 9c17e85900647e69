"""The database: everything that must survive a crash, and what each stage has still to do."""
