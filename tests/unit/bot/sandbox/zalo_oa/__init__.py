"""The emulated Official Account."""
