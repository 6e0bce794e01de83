"""A province to train in: the real bot on emulated platforms, with citizens, an officer, a group, made by pressing real
buttons.

Nothing is put into the database that a person could not have put there in chat, but for what `init`, `stations import`
and `zalo login` do in real operation: the stations, the recovery keys, the first invitations and the first tokens.
"""

from content.policy import Policy

PIN = "482913"
HOME = "31783"
"""Phường Vĩnh Châu: its officer and its group are on the page."""
SCHOOL = "th-hoa-sen"
"""Among the places to reach; its parents' group is on the page."""
POLICY = Policy(
    card_wait_from=0.0, card_wait_to=0.0, reading=0.0, training=True, paper="Kế hoạch tập huấn số 00/KH-TH ngày 01/01"
)
