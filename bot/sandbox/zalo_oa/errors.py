"""The refusals of the OpenAPI: HTTP 200 with a negative `error`."""

from bot.sandbox.platform import Json

_MESSAGES = {
    -32: "Your application reached limit call api",
    -100: "attachment_id was expired",
    -201: "parameter is invalid!",
    -209: "Not supported this api",
    -210: "Parameter exceeds allowable limit",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -214: "Article is being processed",
    -216: "Access token is invalid",
    -217: "User has blocked invitation from OA",
    -220: "access_token is expired or removed",
    -124: "Access token invalid",
    -221: "OA must be verified",
    -223: "OA has not authorized this API",
    -224: "OA must upgrade package",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted with the OA, or the last interaction is expired",
    -233: "Message type is invalid or not support",
    -234: "This type of message cannot be sent at night",
    -237: "GMF group is disabled",
    -240: "MessageV2 API was shut down, please use API V3",
    -241: "OA is not in the group",
    -244: "User has restricted this type of message from your OA",
    -249: "Template does not support UID",
    -320: "Your app has not been connected with a Zalo Cloud Account",
    -321: "Zalo Cloud Account associated with this app is out of money",
}


class Refused(Exception):
    """An answer whose `error` is not 0."""

    def __init__(self, code: int, message: str = "") -> None:
        self.code = code
        self.message = message or _MESSAGES.get(code, "Unknown error")
        super().__init__(self.message)

    def json(self) -> Json:
        return {"error": self.code, "message": self.message}


def invalid(name: str) -> Refused:
    """The refusal of a field that is missing or makes no sense."""
    return Refused(-201, f"{name} is invalid!")


def too_long(name: str) -> Refused:
    return Refused(-210, f"{name} exceeds allowable limit")
