"""What happens when someone says something. Knows no platform and no SQL."""
