"""People, chats and members as objects of the Bot API."""

from bot.sandbox.telegram.state import ANONYMOUS_ADMIN_ID, Chat, Json, Member, User

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_MORE_RIGHTS = {
    "group": ("can_pin_messages",),
    "supergroup": ("can_pin_messages", "can_manage_topics", "can_manage_tags"),
    "channel": ("can_post_messages", "can_edit_messages", "can_manage_direct_messages"),
}
_RESTRICTIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
ANONYMOUS_ADMIN: Json = {
    "id": ANONYMOUS_ADMIN_ID,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def user(person: User, *, language: bool = True) -> Json:
    shown: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.last_name:
        shown["last_name"] = person.last_name
    if person.username:
        shown["username"] = person.username
    if language and person.language and not person.is_bot:
        shown["language_code"] = person.language
    return shown


def chat(room: Chat) -> Json:
    """The short form, as it stands in every message."""
    shown: Json = {"id": room.id, "type": room.kind}
    if room.kind == "private":
        person = user(room.members[room.id].user)
        shown |= {name: person[name] for name in ("first_name", "last_name", "username") if name in person}
    else:
        shown["title"] = room.title
        if room.username:
            shown["username"] = room.username
        if room.is_forum:
            shown["is_forum"] = True
    return shown


def full_chat(room: Chat) -> Json:
    """What getChat tells."""
    return {
        **chat(room),
        "accent_color_id": abs(room.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def member(room: Chat, who: Member) -> Json:
    shown: Json = {"status": who.status, "user": user(who.user, language=False)}
    match who.status:
        case "creator":
            shown["is_anonymous"] = who.rights.get("is_anonymous", False)
        case "administrator":
            shown |= {"can_be_edited": False, "is_anonymous": who.rights.get("is_anonymous", False)}
            shown |= {right: who.rights.get(right, False) for right in (*_RIGHTS, *_MORE_RIGHTS[room.kind])}
        case "restricted":
            shown |= {"is_member": True, "until_date": 0}
            shown |= {right: who.rights.get(right, False) for right in _RESTRICTIONS}
        case "kicked":
            shown["until_date"] = 0
    return shown


def granted(room: Chat, given: Json) -> dict[str, bool]:
    """The rights of a new administrator: what is given, the rest as a client ticks it by default."""
    usual = {*_RIGHTS, *_MORE_RIGHTS[room.kind]} - {"can_promote_members"}
    return {**dict.fromkeys(usual, True), **{name: bool(value) for name, value in given.items()}}
