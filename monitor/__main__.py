"""Runs the command line: `python -m monitor`, or the installed command `monitor`."""

from monitor.cli import main

if __name__ == "__main__":
    main()
