"""Pages that stand in place of an article: consent walls, bot checks, errors, script notices."""

from __future__ import annotations

import re

MAX_LENGTH = 1500
"""Characters of such a page; a longer text is an article, even about cookies or robots."""

_KINDS: dict[str, tuple[str, ...]] = {
    "a page that was not found": (
        r"(?:page|article|site|file) (?:was |could )?(?:not|can.t|cannot) (?:be )?(?:found|exist)",
        r"(?:page|article|site|file) (?:is )?no longer (?:available|exists)",
        r"(?:page|article) (?:has been |was )(?:removed|deleted)",
        r"(?:page|article|document) introuvable|seite (?:wurde )?nicht gefunden",
        r"p[áa]gina n[ãa]?o? ?(?:encontrada|existe)|pagina non trovata|pagina niet gevonden",
        r"sidan kunde inte hittas|страница не найдена|nie znaleziono strony",
        r"页面不存在|ページが見つかりません",
    ),
    "a bot check": (
        r"checking (?:if the site|your browser|the site)",
        r"verify(?:ing)? (?:that )?you are (?:a )?human|are you (?:a )?(?:human|robot)|not a robot",
        r"captcha|ddos protection",
        r"bin kein roboter|ne suis pas un robot|no soy un robot|non sono un robot",
        r"bot (?:detection|verification)",
    ),
    "a refusal of access": (
        r"access to this page (?:has been|is) denied|403 forbidden",
        r"not available in your (?:region|country|location)",
    ),
    "a notice about scripts": (
        r"(?:enable|activate|turn on|requires?|needs?) (?:your )?java ?script",
        r"java ?script (?:is |seems to be )?(?:disabled|required|not enabled|turned off)",
        r"javascript (?:aktivieren|(?:ist )?deaktiviert)|activ(?:er|ez|e|ar) javascript",
        r"abilita(?:re)? javascript|ad ?-?blocker",
    ),
    "a consent wall": (
        r"(?:we|our partners) (?:and our \w+ )?(?:value|use|respect)[^.]{0,60}(?:privacy|cookies)",
        r"wir (?:verwenden|sch[äa]tzen)[^.]{0,60}(?:cookies|privatsph[äa]re)",
        r"nous (?:utilisons|respectons)[^.]{0,60}(?:cookies|vie priv[ée]e)",
        r"before you continue|accept (?:all )?cookies|manage (?:your )?(?:cookie|consent|privacy)",
        r"alle(?: cookies)? akzeptieren|cookies? (?:akzeptieren|zustimmen)|consent to the use",
        r"tout accepter|accepter (?:les|et)|aceptar (?:todas|cookies)|accetta (?:tutti|i cookie)",
    ),
    "a request to log in": (
        r"(?:log|sign) in to (?:continue|read|view)|please (?:log|sign) in",
        r"subscribe to (?:continue|read)|bitte (?:melden sie sich|loggen)",
        r"connectez-vous|inicia sesi[óo]n|accedi per",
    ),
}
_KINDS_OF_SHORT_PAGES: dict[str, tuple[str, ...]] = {
    "a page that was not found": (r"(?:error )?404\b",),
    "a bot check": (
        r"just a moment\b|security check|unusual (?:traffic|activity)|attention required",
    ),
    "a refusal of access": (
        r"access denied|forbidden\b|(?:service |temporarily )unavailable|zugriff verweigert",
        r"acc[èe]s (?:refus[ée]|interdit)|acceso denegado|accesso negato",
    ),
}
"""Words that articles have too: they count where a title begins with them or a text is short."""
MAX_SHORT = 160
"""Characters of such a text."""

_SHORT_PATTERNS = {
    kind: re.compile("|".join(forms), re.IGNORECASE)
    for kind, forms in _KINDS_OF_SHORT_PAGES.items()
}
_PATTERNS = {kind: re.compile("|".join(forms), re.IGNORECASE) for kind, forms in _KINDS.items()}

_MIN_SENTENCES = 8
"""Sentences from which a page with such words has an article beside them."""


def block_page_kind(title: str, text: str) -> str:
    """Return what stands in place of the article of a page, or an empty string for an article.

    Examples
    --------
    >>> block_page_kind("Just a moment...", "Checking your browser before you continue.")
    'a bot check'
    >>> block_page_kind("Quay widened", "The board of the harbor voted on Thursday.")
    ''
    """
    if len(text) > MAX_LENGTH or text.count(". ") + text.count(".\n") >= _MIN_SENTENCES:
        return ""
    for part in (title, text):
        for kind, pattern in _PATTERNS.items():
            if pattern.search(part):
                return kind
    for kind, pattern in _SHORT_PATTERNS.items():
        if pattern.match(title.strip()) or (len(text) <= MAX_SHORT and pattern.search(text)):
            return kind
    return ""
