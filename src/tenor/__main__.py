"""Runs the command line: ``python -m tenor``."""

from tenor.cli.main import main

if __name__ == "__main__":
    main()
