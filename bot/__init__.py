"""The running program: it knows everything, nothing knows it."""
