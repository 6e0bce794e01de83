"""Every route of the house: the citizens' tables and the staff's, merged. To others than staff, staff's words do not exist."""

from __future__ import annotations

from content.locales import _
from handlers.citizen import emergency, idle, leave, menu, outside, start, withdraw
from handlers.citizen import tables as citizens
from handlers.coverage import tables as coverage
from handlers.here import Here, Reply
from handlers.outreach import joining, personal, relay
from handlers.outreach import tables as outreach
from handlers.routes import Action, Routes
from handlers.triage import desk, doors, groups, topics
from handlers.triage import tables as staff
from handlers.triage.staff import for_staff


async def started(here: Here) -> Reply:
    """/start: a word of staff's, the desk for who works here, the welcome for everybody else."""
    word = here.incoming.text.strip()
    found = await doors.started(here, word) or await relay.opened(here, word)
    return found or await for_staff(desk.desk, start.start)(here)


async def in_group(here: Here) -> Reply:
    """Messages of prevention, or whatever else happens in a group."""
    return await groups.promoted(here) or await joining.in_group(here) or await groups.group(here)


def privately(answer: Action) -> Action:
    """A citizen's button that is forged in a group does nothing there: no dialogue opens where all can read along."""

    async def choose(here: Here, arguments: tuple[str, ...]) -> Reply:
        return await answer(here, arguments) if here.to.private else Reply(toast=_("That button was from before."))

    return choose


ROUTES = Routes(
    commands={
        **citizens.COMMANDS,
        **{
            word: for_staff(answer, menu.home)
            for word, answer in {**staff.COMMANDS, **outreach.COMMANDS, **coverage.COMMANDS}.items()
        },
        "start": started,
        "dung": personal.dung,
    },
    actions={
        **{word: privately(answer) for word, answer in citizens.ACTIONS.items()},
        **staff.ACTIONS,
        **outreach.ACTIONS,
        **coverage.ACTIONS,
    },
    dialogues={**citizens.DIALOGUES, **staff.DIALOGUES, **outreach.DIALOGUES, **coverage.DIALOGUES},
    pages={**citizens.PAGES, "desk": desk.desk, "people": desk.desk, **outreach.PAGES, **coverage.PAGES},
    outside=outside.outside,
    group=in_group,
    noticed=topics.noticed,
    home=for_staff(desk.desk, menu.home),
    blocked=personal.blocked,
    leave=for_staff(desk.leave, leave.leave),
    withdrawn=withdraw.withdrawn,
    unseen=emergency.unseen,
    idle=for_staff(desk.idle, idle.idle),
    news={**citizens.NEWS, **staff.NEWS, **outreach.NEWS, **coverage.NEWS},
)
