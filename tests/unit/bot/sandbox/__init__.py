"""The training ground is trusted by every other test, so it is tested first."""
