"""What a tip may be about, guessed from its words. A hint that its sender can correct, never a decision.

The words are those people use. Most slang has an everyday meaning (đá is also ice, kẹo is also a sweet), so such a word
never counts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.terms import Detail, Topic
from handlers.citizen.phrase_rules import Phrases, Word, any_of, split

SURE = any_of(
    "ma túy|heroin|hê rô in|hàng trắng|cái chết trắng|thuốc lắc|ngáo đá|hàng đá|nấu đá|đập đá|chơi đá|chấm đá|hút đá|phê đá",
    "coóng đá|nõ đá|cỏ Mỹ|cần sa|tài mà|bồ đà|hồng phiến|ketamin|ketamine|xào ke|xé ke|kẻ ke|chơi ke|khay ke|nước vui",
    "kẹo ke|kẹo cần|tem giấy|bùa lưỡi|nấm thần|nấm ma thuật|chích choác|hút chích|tiêm chích|thuốc phiện|anh túc|mdma",
    "lsd|ghb|bay lắc|con nghiện|dân nghiện|nghiện hút|hút hít|pod chill|vape pha|trà sữa thoát xác|nước biển",
    "bánh lười|lá khát|muối tắm|bóng cười|funky ball|kim tiêm",
)
"""Each of these alone makes a text sound like a tip."""
SLANG = any_of("ke|pod|chill|vape|phê|phiêu|nõ|coóng|cóng|joint|chích|nghiện|hít|lắc|đập|khay")
"""Rarely said of anything else, but not sure alone."""
GOODS = any_of("đá|kẹo|cỏ|hàng|bột|tép|bi|khói|viên|cần|bay|chấm|góc|bánh|hút")
"""Mostly said of something else: ice is sold at every corner."""
TRADE = any_of("bán|mua|giao|ship|rải|giấu|chở|tụ tập|lén lút|đêm nào")

_SIGNS: tuple[tuple[Topic, Detail | None, str], ...] = (
    (Topic.OFFICIAL, None, "bao che|bảo kê|công an nhận tiền|cán bộ nhận tiền|công an chống lưng|chống lưng"),
    (Topic.PSYCHOSIS, None, "ngáo đá|lên cơn|loạn thần|hoang tưởng|ngáo cầm|bị ngáo|đang ngáo|đập phá"),
    (Topic.WANTED, Detail.LEFT_TREATMENT, "trốn cai|trốn trại cai|trốn trung tâm cai"),
    (Topic.WANTED, Detail.WANTED_PERSON, "truy nã"),
    (Topic.MINORS, Detail.MINORS_LURED, "dụ học sinh|dụ trẻ|dụ con nít|ép học sinh|ép trẻ|rủ học sinh"),
    (Topic.MINORS, Detail.MINORS_SCHOOL, "cổng trường|gần trường|trước trường|trong trường"),
    (Topic.MINORS, None, "học sinh|trẻ em|con nít|em nhỏ|học trò"),
    (Topic.MAKE, Detail.PLANTS, "trồng cần|trồng cần sa|trồng anh túc|trồng thuốc phiện|trồng cây"),
    (Topic.MAKE, Detail.COOKING, "nấu đá|nấu ma túy|pha chế|sản xuất|trộn thuốc|pha trộn|điều chế"),
    (Topic.MAKE, Detail.MEDICINE, "tiền chất|hóa chất|thuốc thú y|thuốc tây"),
    (Topic.TRANSPORT, Detail.BY_PARCEL, "chành xe|gửi xe|chuyển phát|bưu kiện|gửi hàng|bưu điện"),
    (Topic.TRANSPORT, Detail.BY_SEA, "ngoài biển|ngoài khơi|tàu cá|ghe biển"),
    (Topic.TRANSPORT, Detail.BY_WATER, "ghe|sà lan|vỏ lãi|phà|tàu|xuồng"),
    (Topic.TRANSPORT, Detail.HIDDEN, "giấu|chôn|cất hàng|cất giấu|rải hàng"),
    (Topic.TRANSPORT, Detail.BY_ROAD, "xe khách|xe tải|vận chuyển|chở hàng|chở ma túy|xe đò"),
    (Topic.OTHER, Detail.LAUGHING_GAS, "bóng cười|funky ball"),
    (Topic.SALE, Detail.SALE_ONLINE, "bán trên mạng|bán qua mạng|bán online|telegram|facebook|zalo|tiktok"),
    (Topic.SALE, Detail.SALE_DELIVERY, "giao tận nơi|ship|giao hàng|giao đồ"),
    (Topic.SALE, None, "bán|mua bán|đầu mối|bỏ mối|đại lý|trùm"),
    (Topic.USE_PLACE, Detail.USE_BAR, "karaoke|quán bar|vũ trường|beer club"),
    (Topic.USE_PLACE, Detail.USE_HOTEL, "nhà nghỉ|khách sạn"),
    (Topic.USE_PLACE, Detail.USE_HOME, "nhà trọ|phòng trọ"),
    (Topic.USE_PLACE, None, "tụ tập|chơi|sử dụng|hút|hít|chích|phê|bay|đập đá|chơi đá"),
    (Topic.OTHER, Detail.NEEDLES, "kim tiêm|ống chích|ống tiêm|gói lạ"),
    (Topic.OTHER, Detail.RELAPSED_PLACE, "bán lại|chỗ cũ|hoạt động lại|mở lại"),
)
"""The first sign that is there decides; what harms more stands before what is more common."""

_RANKS = Phrases({phrase: rank for rank, sign in reversed([*enumerate(_SIGNS)]) for phrase in split([sign[2]])})
_ALONE = (Topic.OFFICIAL, Topic.PSYCHOSIS, Topic.WANTED)
"""Topics whose signs need no word of a drug."""


@dataclass(frozen=True)
class Guess:
    """What a text may be about."""

    topic: Topic = Topic.OTHER
    detail: Detail | None = Detail.UNSURE


def sounds_like_tip(text: Sequence[Word]) -> bool:
    """Whether words outside a dialogue were meant as a tip: one sure word, or slang beside slang, goods or a trade."""
    if SURE.among(text) or any(_SIGNS[spot.means][0] in _ALONE for spot in _RANKS.spots(text)):
        return True
    slang = {spot.phrase for spot in SLANG.spots(text)}
    return len(slang) > 1 or bool(slang and (GOODS.among(text) or TRADE.among(text)))


def guess(text: Sequence[Word]) -> Guess:
    """The topic and its second level that the words point to. In a report a doubtful word beside a sign is enough."""
    ranks = {spot.means for spot in _RANKS.spots(text)}
    if not (sounds_like_tip(text) or GOODS.among(text) or SLANG.among(text)):
        ranks = {rank for rank in ranks if _SIGNS[rank][0] in _ALONE}
    return Guess(*_SIGNS[min(ranks)][:2]) if ranks else Guess()
