"""What others wrote holds the emulators to the truth."""
