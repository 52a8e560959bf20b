"""One command a file; each handler returns an exit code and raises ``ParityError`` only."""
