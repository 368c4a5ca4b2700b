"""Boilerplate lines around articles: appeals, credits, notices, in English, French and Spanish.

Lines are recognized by their first words, because the text of an article may mention
donations, newsletters or copyright, too.
"""

from __future__ import annotations

import re
from functools import cache

_MEDIA = (
    r"content|contenus?|contenidos?|journalism|journalisme|periodismo|reporting|coverage|work|"
    r"travail|trabajo|site|web ?site|sitio|article|artículo|story|project|projet|proyecto|"
    r"channel|podcast|page|newsletter|newsroom|media"
)
_NETWORK = (
    r"(?:facebook|twitter|instagram|linkedin|pinterest|whatsapp|telegram|tik ?tok|youtube|x|"
    r"reddit|flipboard|threads|bluesky|mastodon|google ?(?:\+|news|plus)|social media|"
    r"e-?mail|les réseaux|redes)\b"
)
_SUBSCRIPTION = (
    r"newsletters?|inbox|e-?mails?|alerts?|updates|podcasts?|briefing|channel|youtube|digest|"
    r"here|lettre|infolettre|bulletin|boletín|correo|canal|chaîne"
)

# Above an article as well as below it.
_HEADER_OR_FOOTER = rf"""
    (?:share|tweet|e-?mail|print|facebook|twitter|whatsapp|pinterest|linkedin|partager|imprimer
      |compartir|imprimir)(?:\ this)?[:!.]?$
  | (?:please\ )?share\ (?:this|on|via|it|with\ your)\b.{{0,80}}$
  | (?:partage[rz]|compart(?:ir|e|a))\ (?:.{{0,40}}\ )?(?:sur|en|par|por)\ {_NETWORK}
  | (?:partage[rz]|compart(?:ir|e|a))\ (?:cet|este)\ (?:article|artículo)[.!:]?$
  | (?:advertisements?|publicité|publicidad)(?:$|\ ?[:.]|\ continue\ reading)
  | (?:please\ |click\ here\ to\ |to\ )?(?:subscribe|sign[\ -]up|register)\b(?:[!.:]?$
      |\ (?:now|today)[!.]?$|.{{0,120}}\b(?:{_SUBSCRIPTION})\b)
  | (?:abonnez-vous|inscrivez-vous|s['’]abonner|suscríb(?:ete|ase)|suscribirse)\b.{{0,160}}$
  | (?:get|want)\ .{{1,160}}\b(?:to|in)\ your\ inbox\b
  | follow\ (?:us\b|@\w|.{{1,60}}\ on\ {_NETWORK})
  | (?:join|like|find)\ us\ on\ {_NETWORK}
  | suivez-nous\b | suivez\ .{{1,60}}\ sur\ {_NETWORK}
  | s[ií]g(?:ue|a)nos\b | sig(?:ue|a)\ a\ .{{1,60}}\ en\ {_NETWORK}
  | join\ the\ (?:conversation|discussion)[!.:]?$
  | click\ (?:here|for\ more)\b | (?:cliquez\ ici|haga\ clic|haz\ clic)\b
  | (?:get|download)\ (?:the|our)\ .{{0,40}}\bapp\b[!.]?$
  | (?:note\ to\ readers|avis\ aux\ lecteurs|nota\ a\ los\ lectores)\b
"""

# Only below an article.
_FOOTER_ONLY = rf"""
    (?:please\ )?donate(?:[!.]?$|\ (?:now|today|here|to\ (?:us|our|this))\b)
  | please\ (?:consider\ )?(?:support|donat|help|mak|giv|becom)\w*\ .{{0,80}}\b
      (?:our|this|the|us)\ (?:{_MEDIA}|donation)\b
  | please\ (?:consider\ )?(?:donat\w+|making\ a\ (?:donation|contribution))
  | if\ you.{{0,60}}\b(?:our|this)\ (?:{_MEDIA})\b.{{0,200}}\b
      (?:support|donat|subscrib|contribut|member|sign\ up|join|share)
  | support\ (?:our\ |independent\ |quality\ |nonprofit\ )+(?:{_MEDIA})\b
  | (?:faites|faire)\ un\ don\b | (?:soutenez|soutenir)\ (?:notre|nos)\ (?:{_MEDIA})\b
  | (?:haz|haga|hacer)\ una\ donación\b | (?:apoy[ae])\ nuestro\ (?:{_MEDIA})\b
  | si\ .{{0,80}}\b(?:nos|notre|nuestros?)\ (?:{_MEDIA})\b.{{0,160}}\b
      (?:don\b|dons\b|soutenir|soutenez|donación|donar|apoy)
  | (?:become|devenez|hazte|hágase)\ (?:an?\ |un\ )?(?:\w+\ ){{0,2}}
      (?:member|subscriber|patron|supporter|membre|abonné|socio|miembro|suscriptor)\b.{{0,120}}$
  | (?:©|\(c\)\ ?(?:copyright|(?:19|20)\d\d)|copyright\ ?(?:©|\(c\)|(?:19|20)\d\d|by\b))
  | (?:[^.]{{0,80}}[.,]\ )?(?:all\ rights\ reserved|tous\ droits\ réservés
      |todos\ los\ derechos\ reservados)(?:[.,]|$)
  | .{{0,60}}\bcontains\ copyrighted\ material\b
  | content\ created\ by\ .{{3,60}}\ is\ available\ without\ charge\b
  | (?:featured|top|cover|header|lead)\ (?:image|photo|picture)\b
  | (?:images?|photos?|pictures?|illustration|imagen|imágenes|fotos?)(?:\ (?:credits?|courtesy
      |source|crédit))?(?:\ (?:of|by|de))?\ ?:
  | (?:image|photo)\ (?:courtesy\ of|by|©)\b.{{0,80}}$
  | (?:image|photo)\ (?:à\ la\ une|en\ vedette)\b | (?:imagen|foto)\ (?:destacada|de\ portada)\b
  | (?:crédits?|créditos?)\ (?:de\ (?:la\ )?)?(?:photos?|images?|imagen|fotos?)\b
  | slideshow\ \(\d+\ images?\)$
  | (?:this\ is\ )?(?:a\ |an?\ unedited\ )?rush\ transcript\b
  | (?:copy\ )?licensed\ customers\ only\b
  | (?:read|see)\ more(?:$|\ ?[:»>…]|\ (?:at|on|from|about|here|in|stories)\b)
  | read\ the\ (?:full|original)\ (?:story|article)\b.{{0,80}}$
  | (?:related(?:\ (?:articles?|stories|coverage|content|links?|posts?))?|see\ also|read\ also
      |further\ reading|go\ deeper|lire\ aussi|à\ lire\ aussi|voir\ aussi|lea\ también
      |leer\ también|ver\ también)(?:$|\ ?:)
  | lire\ la\ suite\b | leer\ más\b | seguir\ leyendo\b | continue\ reading\b
  | the\ original\ source\ of\ this\ article\ is\b
  | la\ source\ originale\ de\ cet\ article\ est\b
  | la\ fuente\ original\ de\ este\ artículo\ es\b
  | (?:this\ (?:article|story|post|piece|column|essay)|cet\ article|este\ artículo)
      \ (?:was|has\ been|a\ été|est|fue|se)\ (?:originally|first|initialement|originalmente
      |publi\w+\ (?:initialement|originalement|originalmente|pour\ la\ première|por\ primera))\b
  | (?:disclaimer|avis\ de\ non-responsabilité|clause\ de\ non-responsabilité
      |descargo\ de\ responsabilidad|aviso\ legal)(?:$|\ ?[:.—-])
  | the\ (?:views|opinions)\ (?:and\ opinions\ )?expressed\b.{{0,160}}\b(?:those\ of
      |sole\ responsibility|not\ (?:necessarily\ )?(?:reflect|represent))
  | les\ opinions\ exprimées\b.{{0,120}}\b(?:auteur|engagent)
  | las\ opiniones\ expresadas\b.{{0,120}}\b(?:autor|responsabilidad)
  | (?:for\ (?:media|press)\ inquiries|pour\ toute\ demande\ (?:de\ la\ presse|média)
      |para\ consultas\ de\ (?:prensa|medios))\b
  | (?:contact(?:\ (?:us|the\ (?:author|editors?|writer|reporter))|ez-nous|ez\ l['’]auteur)
      |contáct[ae]nos|email|e-mail|write\ to|send\ (?:tips|letters|questions|comments)
      |contact(?:o)?\ ?:)\b.{{0,120}}@
  | contact(?:ez-nous|\ us|o)?\ ?:\ ?\S+$ | (?:contact\ us|contactez-nous|contáctenos)[.!]?$
  | (?:got|have)\ a\ (?:news\ )?(?:tip|question)\?
  | comment\ on\ .{{0,80}}\b(?:facebook|page|articles?)\b
  | (?:leave|post|add|view|show)\ (?:a\ )?comments?\b.{{0,40}}$ | \d+\ comments?$
  | comment(?:er|ez)\ (?:les\ |cet\ )?articles?\b | comentar?\ (?:los\ )?artículos?\b
  | (?:articles\ (?:by|par|de)|artículos\ (?:de|por))\ ?:
"""

_BULLET = r"[\s•*·>»–—-]{0,4}"
_DIVIDER = r"[-–—*_=~#.•·|+\s]{1,60}$"

MAX_LINE = 400
"""The maximum length of a boilerplate line; a longer line is a paragraph of the article."""


def is_header_boilerplate(line: str) -> bool:
    """Whether a line above an article is boilerplate."""
    return len(line) <= MAX_LINE // 2 and _pattern(footer=False).match(line) is not None


def is_footer_boilerplate(line: str, max_length: int = MAX_LINE) -> bool:
    """Whether a line below an article is boilerplate."""
    return len(line) <= max_length and _pattern(footer=True).match(line) is not None


@cache
def _pattern(footer: bool) -> re.Pattern[str]:
    # Compiled on first use, because it would slow the import of the package.
    lines = rf"{_BULLET}(?:{_HEADER_OR_FOOTER})"
    if footer:
        lines = rf"{_DIVIDER}|{_BULLET}(?:{_HEADER_OR_FOOTER}|{_FOOTER_ONLY})"
    return re.compile(lines, re.IGNORECASE | re.VERBOSE)
