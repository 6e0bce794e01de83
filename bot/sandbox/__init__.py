"""The training ground: emulated platforms, a virtual clock, a fault script and phones, in one process.

It imports nothing else of the house, so it serves any client, and what is tested against it is tested from outside.
"""
