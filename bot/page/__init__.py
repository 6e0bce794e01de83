"""The commander's page: one picture of a year, read on a phone or printed, opened by a link that the bot gives.

It shows figures and no tip, writes nothing, and needs no script. The link is for one person and half an hour.
"""
