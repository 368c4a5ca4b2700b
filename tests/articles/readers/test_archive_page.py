"""Pages of archives; the files in pages/ are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenor.articles import Article, read_articles

PAGES = Path(__file__).parents[1] / "pages"
SEED = Path(__file__).parents[3] / "../shared/seed/archive-page.txt"

EXPECTED: dict[str, dict[str, Any]] = {
    "two_authors": {
        "title": "Ferry Strike Leaves Three Islands Without Bread",
        "byline": "Ines Calder; Tomas Reyne",
        "outlet": "Northern Archive",
        "published": date(2019, 3, 14),
        "originally_published": date(2019, 3, 12),
        "regions": ("Northern Isles",),
        "publisher_themes": ("Labor", "Food & Farming"),
        "series": "FERRIES",
        "language": "en",
        "text": "Bakers on three islands closed their shops on Tuesday after the flour boat "
        "stayed in port for a fourth day.\n\nThe crew wants a second officer on night crossings. "
        "The company says it cannot find one.",
    },
    "bare_fields": {
        "title": "Quarry Town Votes to Keep Its Railway",
        "byline": "Lena Osei; Mark Dufour",
        "outlet": "Valley Record",
        "published": date(2020, 4, 3),
        "originally_published": date(2020, 4, 1),
        "regions": ("Upper Valley", "Lowlands"),
        "publisher_themes": ("Transport", "Local Government"),
        "series": "RAILWAYS OF THE VALLEY",
        "language": "en",
        "text": "Four in five voters want the line to stay, the town clerk said on Thursday.\n\n"
        "The railway loses money every winter. Its summer trains are full.",
    },
    "french": {
        "title": "Vidéo : le barrage de Montferrand rouvre ses vannes",
        "byline": "Élodie Marchais; Hugo Sernin",
        "outlet": "Archives du Sud",
        "published": date(2018, 1, 8),
        "originally_published": date(2018, 1, 5),
        "regions": ("Alpes du Sud",),
        "publisher_themes": ("Énergie", "Eau et climat"),
        "series": "BARRAGES",
        "language": "fr",
        "text": "Les vannes du barrage ont été rouvertes vendredi, après six mois de travaux.\n\n"
        "Le maire a remercié les équipes. « Nous avons attendu longtemps », a-t-il dit.",
    },
    "spanish": {
        "title": "El puerto de Almadraba cierra por el temporal",
        "byline": "Nuria Beltrán; Iván Sosa",
        "outlet": "Archivo del Mar",
        "published": date(2018, 1, 8),
        "originally_published": date(2018, 1, 5),
        "regions": ("Costa Sur",),
        "publisher_themes": ("Pesca", "Clima"),
        "series": "TEMPORALES",
        "language": "es",
        "text": "El puerto cerró el lunes a las seis de la mañana por olas de siete metros.\n\n"
        "Los pescadores calculan que perderán una semana de trabajo.",
    },
    "other_order": {
        "title": "Drought Board Splits Over Deep Wells",
        "byline": "Ruth Amadi",
        "outlet": "Prairie Ledger",
        "published": date(2017, 7, 3),
        "originally_published": date(2017, 6, 30),
        "regions": ("Plains",),
        "publisher_themes": ("Water",),
        "language": "en",
        "text": "The board met for nine hours and left without a rule on wells deeper than two "
        "hundred meters.\n\nTwo members walked out before the vote.",
    },
    "few_fields": {
        "title": "Old Observatory Finds a Buyer",
        "byline": "Pavel Grim",
        "outlet": "Hilltop Archive",
        "published": date(2016, 1, 31),
        "language": "en",
        "text": "A retired teacher has bought the observatory above the town for the price of a "
        "small car.\n\nHe plans to open it to schools in May.",
    },
    "speaks_of_itself": {
        "title": "Blood Bank Asks, Printers Sue",
        "byline": "Mona Fell",
        "outlet": "City Archive",
        "published": date(2018, 5, 2),
        "regions": ("Capital",),
        "publisher_themes": ("Health",),
        "language": "en",
        "text": "Hospitals urged the public to donate on Monday. Please donate today, the posters "
        "say, and thousands did.\n\nTheme: that was the one word on the judge's first slide, in a "
        "case about copyright.\n\nCopyright lawyers for the printers said all rights reserved is "
        "a phrase, not a license.\n\nThe charity asked people to donate blood on Friday, and to "
        "bring a friend.",
    },
    "notes": {
        "title": "What the Canal Treaty Does Not Say",
        "byline": "Dr. Samuel Okoro",
        "outlet": "River Archive",
        "published": date(2015, 10, 9),
        "publisher_themes": ("Law and Justice", "Rivers"),
        "language": "en",
        "text": "The treaty names eleven rivers and forgets the twelfth [1].\n\n* * *\n\n"
        "Its second half is about tolls, and nobody disputes it [2].",
    },
    "broken_lines": {
        "title": "Miners Return to the Silver Pit",
        "byline": "Greta Lindqvist",
        "outlet": "Ore Archive",
        "published": date(2019, 2, 20),
        "originally_published": date(2019, 2, 19),
        "regions": ("North", "Mountain Belt"),
        "publisher_themes": ("Mining", "Workers' Rights"),
        "language": "en",
        "text": "The pit opened its gates at dawn to two hundred miners in new helmets.\n\n"
        "The union called it the end of the longest lockout in the county.",
    },
    "linked_title": {
        "title": "Lighthouse Keeper Retires at Ninety",
        "byline": "A. B. Moran",
        "outlet": "Coast Archive",
        "published": date(2014, 11, 21),
        "publisher_themes": ("People", "Sea, Wind and Weather"),
        "url": "https://coast.example/news/keeper",
        "language": "en",
        "text": "The keeper climbed the stairs a last time on Saturday.\n\n"
        "His daughter takes the lamp.",
    },
    "single_spaced": {
        "title": "Council Buys Back the Market Hall",
        "byline": "Jo Lund",
        "outlet": "Market Archive",
        "published": date(2018, 6, 25),
        "regions": ("Old Town",),
        "publisher_themes": ("Economy",),
        "language": "en",
        "text": "The council paid twice what it got ten years ago.\nTraders may stay until spring.",
    },
    "standfirst": {
        "title": "Twelve Schools Lose Their Libraries",
        "byline": "Amy Stone; Bo Carr; Cy Dent",
        "outlet": "School Archive",
        "published": date(2013, 8, 30),
        "publisher_themes": ("Education",),
        "url": "https://school.example/libraries",
        "language": "en",
        "text": "The books go to a warehouse, the shelves to auction\n\n"
        "Vans came for the books before the holidays ended.\n\nNo parent had been told.",
    },
}


def test_every_page_is_tested() -> None:
    assert {path.stem for path in PAGES.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_page_gives_its_fields_and_the_text_of_the_article_only(
    name: str, line_end: str, tmp_path: Path
) -> None:
    """With line feeds, or carriage returns and line feeds."""
    lines = (PAGES / f"{name}.txt").read_text("utf-8").splitlines()
    (tmp_path / f"{name}.txt").write_bytes(line_end.join(lines).encode())
    path = (tmp_path / f"{name}.txt").as_posix()
    expected = Article(
        article_id=f"{name}.txt", source_path=path, reader="archive_page", **EXPECTED[name]
    )
    assert list(read_articles(path)) == [expected]


def test_a_real_page_gives_exact_fields_and_no_notices() -> None:
    if not SEED.exists():
        pytest.skip("the page is not part of the project")
    (article,) = read_articles(SEED)
    assert isinstance(article, Article)
    assert article.title == "Video: Al Qaeda Rebels Retreat from Syria's Southern Idlib"
    assert article.byline == "South Front"
    assert article.outlet == "Global Research"
    assert article.published == date(2018, 1, 8)
    assert article.originally_published == date(2018, 1, 5)
    assert article.regions == ("Middle East & North Africa",)
    assert article.publisher_themes == ("Terrorism", "US NATO War Agenda")
    assert article.series == "SYRIA"
    assert article.language == "en"
    assert article.reader == "archive_page"
    assert article.text.startswith("On January 4, the Syrian Arab Army")
    assert article.text.endswith("without an additional assistance.")
