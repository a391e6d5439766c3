"""How Vietnamese is spelt: which letters can be one syllable, and so one written word.

After the schoolbook table of rhymes (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977): an onset, a rhyme,
a tone; a rhyme that ends in a stop has one of two tones only. Words of other languages fail.
"""

from __future__ import annotations

from functools import lru_cache

from .syllables import key, listed

_ONSETS = frozenset(listed("b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x")) | {
    ""
}
_RHYMES = frozenset(
    listed(
        "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây"
        "|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|êng|ênh|êp|êt|êu"
        "|i|ia|ich|im|in|inh|ip|it|iu|iêc|iêm|iên|iêng|iêp|iêt|iêu"
        "|o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo"
        "|oet|oi|om|on|ong|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt"
        "|u|ua|uân|uâng|uât|uây|uê|uêch|uênh|uêu|ui|um|un|ung|uc|up|ut|uôc|uôi|uôm|uôn|uông|uôt|uơ"
        "|uy|uya|uych|uyên|uyêt|uynh|uyt|uyu"
        "|ư|ưa|ưc|ưi|ưm|ưn|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu"
        "|y|yêm|yên|yêng|yêt|yêu|yt|ynh|ych"
    )
)
_STOPS = ("c", "ch", "p", "t")
_TONES = "23456"
_STOPPED = ("5", "6")


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether the letters, in either case, can be one Vietnamese syllable."""
    letters = key(word)
    tone = letters[-1:] if letters[-1:] in _TONES else ""
    letters = letters.removesuffix(tone) if tone else letters
    return any(
        letters[:cut] in _ONSETS
        and letters[cut:] in _RHYMES
        and (not letters.endswith(_STOPS) or tone in _STOPPED)
        for cut in range(min(4, len(letters)))
    )
