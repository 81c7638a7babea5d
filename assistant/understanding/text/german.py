"""German phrases, as regular expressions for whole words on folded text."""

from __future__ import annotations

GOALS = (
    "(?:wir|ich) (?:wollen|möchten|suchen|brauchen|planen|will|möchte|suche|brauche|plane|hätten gern|würden gern)",
    "(?:wollen|möchten|suchen|brauchen|möchte|suche|brauche) (?:wir|ich)",
    "(?<=und )(?:wollen|möchten|suchen|brauchen)",
    "(?:unser|mein|das) (?:wichtigstes |größtes )?ziel (?:ist|wäre)",
    "(?:auf der suche|es geht (?:uns |mir )?(?:um|darum))",
)
PROBLEMS = (
    "(?:unser|mein|das|größtes|hauptsächliche) problem",
    "wir verlieren|verlieren wir",
    "zu (?:langsam|viele?|lange|teuer|spät|aufwendig|umständlich|kompliziert|unübersichtlich)",
    "geh(?:en|t) (?:\\w+ ){0,2}(?:unter|verloren)",
    "(?:bleiben|bleibt) (?:\\w+ ){0,2}liegen",
    "(?:niemand|keiner) (?:weiß|antwortet|fühlt|hat|kümmert)",
    "kein(?:e|en)? (?:überblick|übersicht|zeit)",
    "kommen (?:\\w+ ){0,2}nicht (?:mehr )?(?:hinterher|nach)",
    "(?:überlastet|überfordert|doppelt beantwortet)",
)
