"""The Django half: an ordinary project with one app per scenario."""
