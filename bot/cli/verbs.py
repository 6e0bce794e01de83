"""Every verb of the command line, in the order of `--help`: what it does, an example, and the file that does it.

Only the file of the verb that is asked for is imported, so that `run` starts fast.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.terms import N_


@dataclass(frozen=True)
class Verb:
    """`name` has two words where the verb belongs to a thing: `keys rotate`. The file holds a function `command`."""

    name: str
    file: str
    does: str
    example: str


VERBS = (
    Verb("demo", "demo", N_("The training ground: the real bot, emulated platforms, phones in a page."), "demo --port 8080"),
    Verb("sandbox", "sandbox", N_("The emulated platforms alone, for any other client."), "sandbox --telegram-port 8081 --zalo-port 8082"),
    Verb("init", "init", N_("Begin: schema, keys, areas, units, recovery keys, the first administrator."),
         "init --stations units.csv --backup-key /media/usb/backup.key"),
    Verb("run", "run", N_("Real operation, from the settings."), "run"),
    Verb("doctor", "doctor", N_("Say what is wrong, a line each, and what to ask the firewall team for."), "doctor"),
    Verb("migrate", "migrate", N_("Bring the database to this version."), "migrate"),
    Verb("invite", "invite", N_("A link for a new member of staff: once, for a day."), "invite officer --station PC04"),
    Verb("areas import", "areas_import", N_("Take over a newer list of areas; none ever vanishes."),
         "areas import ./areas --dry-run"),
    Verb("areas shapes", "areas_shapes", N_("Outlines of today's communes for the chart, from a GeoJSON file."),
         "areas shapes communes.geojson --dry-run"),
    Verb("stations import", "stations_import", N_("Add or rename units from a CSV file."),
         "stations import units.csv --dry-run"),
    Verb("targets import", "targets_import", N_("What prevention must reach: schools, routes, venues; communes by themselves."),
         "targets import targets.csv --dry-run"),
    Verb("keys rotate", "keys_rotate", N_("A new server key, or a new key for receipts."), "keys rotate server"),
    Verb("keys recover", "keys_recover", N_("Open a unit whose officers are all gone, with both papers."),
         "keys recover province"),
    Verb("backup", "backup", N_("A sealed copy of the database; the hotline goes on meanwhile."),
         "backup /var/backups/hotline"),
    Verb("restore", "restore", N_("A new database from a backup; what was purged since stays gone."),
         "restore hotline-20270115T080000Z.backup --key /media/usb/backup.key"),
    Verb("purge", "purge", N_("Destroy what has had its time."), "purge --dry-run"),
    Verb("audit verify", "audit_verify", N_("Check that no line of the audit was changed, moved or removed."),
         "audit verify"),
    Verb("zalo login", "zalo_login", N_("Log in to the Official Account on Zalo; afterwards the token renews itself."),
         "zalo login"),
    Verb("library", "library", N_("Show the pieces of prevention: what to mend, what to look after."), "library"),
    Verb("qr", "qr", N_("Posters to print, with codes: of a commune to report by, of a school for its group."),
         "qr --area 31783"),
    Verb("report annual", "report", N_("The report of a year as a Word file, and the rows behind it for Excel."),
         "report annual --year 2025 --out bao-cao-2025.docx"),
    Verb("selftest", "selftest", N_("Send marked tips through the real code, then look for the marks everywhere."),
         "selftest"),
)  # fmt: skip

THINGS = {
    "areas": N_("Administrative areas"),
    "stations": N_("Units that receive tips"),
    "targets": N_("What prevention must reach"),
    "keys": N_("Keys"),
    "audit": N_("The record of who did what"),
    "report": N_("Papers of the plan"),
    "zalo": N_("The Official Account on Zalo"),
}
