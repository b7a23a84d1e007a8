"""The language of an article is told by its text, and what follows from it is said."""

import subprocess
import sys

import pytest

from index.facts.languages import detect_language, foreign_note, foreign_notice, language_name

PROSE = {
    "en": "The ferry left the old harbour in the rain, and nobody on the quay waved at it.",
    "de": "Die Fähre verließ den alten Hafen im Regen, und niemand am Kai winkte ihr zu.",
    "fr": "Le ferry a quitté le vieux port sous la pluie, et personne sur le quai ne l'a salué.",
    "es": "El transbordador salió del viejo puerto bajo la lluvia y nadie lo saludó en el muelle.",
    "it": "Il traghetto ha lasciato il vecchio porto sotto la pioggia e nessuno lo ha salutato.",
    "pt": "A balsa deixou o velho porto na chuva, e ninguém no cais acenou para os passageiros.",
    "nl": "De veerboot verliet de oude haven in de regen en niemand op de kade zwaaide ernaar.",
    "sv": "Färjan lämnade den gamla hamnen i regnet, och ingen på kajen vinkade åt den.",
    "fi": "Lautta lähti vanhasta satamasta sateessa, eikä kukaan laiturilla vilkuttanut sille.",
    "pl": "Prom opuścił stary port w deszczu i nikt na nabrzeżu nie pomachał mu na pożegnanie.",
    "cs": "Trajekt opustil starý přístav v dešti a nikdo na nábřeží mu nezamával na rozloučenou.",
    "ru": "Паром вышел из старой гавани под дождём, и никто на причале не помахал ему вслед.",
    "uk": "Пором вийшов зі старої гавані під дощем, і ніхто на причалі не помахав йому вслід.",
    "tr": "Feribot yağmurda eski limandan ayrıldı ve rıhtımda kimse ona el sallamadı.",
    "el": "Το πλοίο έφυγε από το παλιό λιμάνι μέσα στη βροχή και κανείς δεν το χαιρέτησε.",
    "ar": "غادرت العبارة الميناء القديم تحت المطر ولم يلوح لها أحد على الرصيف.",
    "hi": "नौका बारिश में पुराने बंदरगाह से निकली और घाट पर किसी ने हाथ नहीं हिलाया।",
    "th": "เรือเฟอร์รี่ออกจากท่าเรือเก่าท่ามกลางสายฝน และไม่มีใครบนท่าเรือโบกมือให้",
    "zh": "渡轮在雨中离开了旧港口,码头上没有人向它挥手。",
    "ja": "フェリーは雨の中、古い港を出たが、岸壁では誰も手を振らなかった。",
    "ko": "페리는 빗속에서 오래된 항구를 떠났고 부두에서는 아무도 손을 흔들지 않았다.",
}


@pytest.mark.parametrize("language", PROSE)
def test_language_of_a_sentence_is_told(language: str) -> None:
    """One sentence of news is enough, whatever a template declares."""
    assert detect_language(PROSE[language]) == language
    assert detect_language(PROSE[language], "en-GB") == language


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("", "", ""),
        ("12 345", "de", "de"),
        ("Hamburg 4:1", "de-AT", "de"),
        ("Hamburg 4:1", "", ""),
        ("Hamburg 4:1", "x-default", ""),
    ],
)
def test_short_text_is_what_it_declares(text: str, declared: str, expected: str) -> None:
    """Too few letters tell nothing; then the file's own word counts, if it has one."""
    assert detect_language(text, declared) == expected


def test_headings_do_not_tell_the_language() -> None:
    """English menus around the prose of another language do not count."""
    text = "Home\nWorld news\nSign up for updates\n" + PROSE["de"] + "\nShare this story\n"

    assert detect_language(text) == "de"


def test_english_prose_needs_no_model() -> None:
    """A library of English news never loads the detector; any other text does."""
    english = " ".join([PROSE["en"], "The captain said that it was the last of the day."] * 4)
    code = (
        "import sys; from index.facts.languages import detect_language as detect;"
        f"print(detect({english!r}), 'py3langid' in sys.modules,"
        f" detect({PROSE['de']!r}), 'py3langid' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["en", "False", "de", "True"]


def test_other_language_is_noted() -> None:
    """A receipt says what an English model cannot do with an article."""
    assert foreign_note("en") == foreign_note("") == ""
    assert foreign_note("de").startswith("in German, which the English model does not read")


def test_notice_counts_and_names_the_cure() -> None:
    """The page says how many articles are concerned, which model to take and what to write."""
    notice = foreign_notice({"en": 1, "de": 2, "fr": 1, "": 1})

    assert notice.startswith("3 of 5 articles are not in English (German 2, French 1).")
    for part in ("paraphrase-multilingual-MiniLM-L12-v2", 'model = "', "[index]", "make rebuild"):
        assert part in notice
    assert foreign_notice({"en": 1, "": 1}) == ""


def test_unknown_code_is_its_own_name() -> None:
    """A language without a name here is called by its code."""
    assert (language_name("de"), language_name("gl")) == ("German", "gl")
