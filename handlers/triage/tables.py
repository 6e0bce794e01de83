"""Which function of staff's side answers what: merged into the house's routes (`handlers/routes.py`)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.admin import approve, audit, away, enrol, invite, people, roster
from handlers.routes import Action, Answer, Dialogue
from handlers.triage import (
    abuse,
    ask,
    claim,
    desk,
    export,
    groups,
    handing,
    inbox,
    incident,
    move,
    news,
    read,
    reward,
    search,
    shift,
    urgent,
)

COMMANDS: Mapping[str, Answer] = {
    "truc": desk.desk,
    "hop": inbox.hop,
    "tim": search.tim,
    "khoa": shift.khoa,
    "nguoi": people.nguoi,
    "moi": invite.moi,
    "so": audit.so,
    "lich": roster.lich,
}
"""For members of staff only; wrap each in `staff.for_staff`, so that to others the word does not exist."""

ACTIONS: Mapping[str, Action] = {
    "s": shift.open_shift,
    "c": shift.change_pin,
    "p": shift.press_key,
    "pin": shift.choose_pin,
    "lock": shift.lock,
    "desk": desk.back,
    "inbox": inbox.inbox,
    "filter": inbox.narrow,
    "search": search.begin,
    "found": search.page,
    "card": desk.show_card,
    "claim": claim.claim,
    "release": handing.release,
    "pass": handing.pass_on,
    "pass_all": handing.begin_all,
    "mark": urgent.mark,
    "read": read.read,
    "make_real": read.make_real,
    "ask": ask.begin,
    "move": move.begin_step,
    "close": move.begin_end,
    "join": incident.join,
    "apart": incident.apart,
    "split": incident.split,
    "tell": incident.tell,
    "members": incident.members,
    "pairs": incident.pairs,
    "export": export.begin,
    "abuse": abuse.begin,
    "junk": abuse.box,
    "take_back": abuse.take_back,
    "reward": reward.begin,
    "reward_look": reward.look,
    "reward_yes": reward.grant,
    "reward_no": reward.refuse,
    "reward_code": reward.begin_check,
    "link": groups.link,
    "unlink": groups.unlink,
    "people": people.people,
    "person": people.person,
    "suspend": people.suspend,
    "leave": people.leave,
    "invite": invite.begin,
    "back": invite.let_back,
    "train": people.train,
    "away": away.away,
    "roster": roster.week,
    "duty": roster.duty,
    "on_duty": roster.on_duty,
    "audit": audit.day,
    "audit_of": audit.of_person,
    "auditors": audit.persons,
    "approve": approve.approve,
}

DIALOGUES: Mapping[str, Dialogue] = {
    ask.DIALOGUE: ask.ask_reporter,
    handing.DIALOGUE: handing.pass_all,
    search.DIALOGUE: search.search_tips,
    move.STEP: move.move_tip,
    move.END: move.close_tip,
    export.DIALOGUE: export.export_tip,
    abuse.DIALOGUE: abuse.abuse,
    reward.PROPOSE: reward.propose,
    reward.CHECK: reward.check,
    enrol.DIALOGUE: enrol.enrol,
    invite.DIALOGUE: invite.invite,
}

NEWS: Mapping[str, Answer] = {"pin": news.pin, search.NEWS: search.news}
