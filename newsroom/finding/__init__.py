"""The newsroom's own search: one box on every page of the back-office."""
