"""Rows for tests: every argument has a plain default, nothing happens that was not asked for."""
