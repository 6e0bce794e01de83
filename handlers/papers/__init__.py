"""What leaves the house on paper: plain data -> bytes that an officer opens in Word. Imported only by slow work."""
