"""The emulated Bot Platform."""
