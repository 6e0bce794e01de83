"""The vault: what is sealed, with what and to whom. Bytes in, bytes out; only `keyring` touches a disk.

Intake can seal a tip but not open it again; a tip opens for an officer of a station on its route, or with the citizen's
receipt.
"""
