"""Names of agencies folded so that spellings of one name meet, and no two different names do.

Letters, tone placement, abbreviations and filler words are evened out; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "tp": "thành phố",
    "tphcm": "thành phố hồ chí minh",
    "tp hcm": "thành phố hồ chí minh",
    "tphn": "thành phố hà nội",
    "vp": "văn phòng",
    "bql": "ban quản lý",
    "bhxh": "bảo hiểm xã hội",
    "mttq": "mặt trận tổ quốc",
    "mttqvn": "mặt trận tổ quốc việt nam",
    "kcn": "khu công nghiệp",
    "kcx": "khu chế xuất",
    "ttcp": "thanh tra chính phủ",
    "tt và tt": "thông tin và truyền thông",
    "tttt": "thông tin và truyền thông",
    "kh và đt": "kế hoạch và đầu tư",
    "khđt": "kế hoạch và đầu tư",
    "kh và cn": "khoa học và công nghệ",
    "khcn": "khoa học và công nghệ",
    "lđ tb và xh": "lao động thương binh và xã hội",
    "lđtb và xh": "lao động thương binh và xã hội",
    "lđtbxh": "lao động thương binh và xã hội",
    "gd và đt": "giáo dục và đào tạo",
    "gdđt": "giáo dục và đào tạo",
    "nn và ptnt": "nông nghiệp và phát triển nông thôn",
    "nnptnt": "nông nghiệp và phát triển nông thôn",
    "nn và mt": "nông nghiệp và môi trường",
    "nnmt": "nông nghiệp và môi trường",
    "tn và mt": "tài nguyên và môi trường",
    "tnmt": "tài nguyên và môi trường",
    "qh kt": "quy hoạch kiến trúc",
    "qhkt": "quy hoạch kiến trúc",
    "vh và tt": "văn hóa và thể thao",
    "vhtt": "văn hóa và thể thao",
    "vh tt và dl": "văn hóa thể thao và du lịch",
    "vhtt và dl": "văn hóa thể thao và du lịch",
    "vhttdl": "văn hóa thể thao và du lịch",
    "dt và tg": "dân tộc và tôn giáo",
    "gtvt": "giao thông vận tải",
}
_OFFICES = {
    "giám đốc": "",
    "chủ tịch": "",
    "thủ trưởng": "",
    "người đứng đầu": "",
    "ban thường trực": "",
    "tổng biên tập": "",
    "tổng giám đốc": "",
    "viện trưởng viện": "viện",
    "cục trưởng cục": "cục",
    "trưởng ban": "ban",
    "chánh văn phòng": "văn phòng",
    "chánh thanh tra": "thanh tra",
    "tư lệnh bộ tư lệnh": "bộ tư lệnh",
    "chỉ huy trưởng bộ chỉ huy": "bộ chỉ huy",
    "bí thư": "",
}


def _even_word(word: str) -> str:
    """The word with its tone at the end, so that "hoà" and "hòa" are one."""
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)) + tones


def _even(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text).casefold().replace("&", " và ")
    return [_even_word(word) for word in re.findall(r"[^\W_]+", text)]


_LONG = {tuple(_even(short)): _even(long) for short, long in _ABBREVIATIONS.items()}
_HEADS = sorted(
    ((_even(head), _even(body)) for head, body in _OFFICES.items()), key=lambda p: -len(p[0])
)
_FILLERS = {_even_word(word) for word in ("các", "những")}
_TAILS = [_even(tail) for tail in ("có liên quan", "liên quan")]


def _expanded(words: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in (4, 3, 2, 1):
            long = _LONG.get(tuple(words[at : at + length]))
            if long is not None:
                out += long
                at += length
                break
        else:
            out.append(words[at])
            at += 1
    return out


def _without_tail(words: list[str], tails: list[list[str]]) -> list[str]:
    for tail in tails:
        if len(words) > len(tail) and words[-len(tail) :] == tail:
            return words[: -len(tail)]
    return words


def fold(name: str, city: str = "") -> str:
    """The one form of a name's spellings. `city` is the city's own name, "Hà Nội": at the end of an
    agency's name it, "thành phố", or both, add nothing.
    """
    words = [word for word in _expanded(_even(name)) if word not in _FILLERS]
    words = _without_tail(words, _TAILS)
    thanh_pho, own = _even("thành phố"), _even(city)
    tails = [thanh_pho] if not own else [thanh_pho + own, own, thanh_pho]
    return " ".join(_without_tail(words, tails))


def foldings(name: str, city: str = "") -> Iterator[str]:
    """The forms a written name is looked up by, in turn: itself, the agency whose head it names,
    and what stands after a leading "(các) cơ quan".
    """
    whole = fold(name, city)
    yield whole
    words = whole.split(" ")
    for head, body in _HEADS:
        if words[: len(head)] == head and (body or len(words) > len(head)):
            yield " ".join(body + words[len(head) :])
            break
    lead = _even("cơ quan")
    if words[:2] == lead and len(words) > 2:
        yield " ".join(words[2:])
