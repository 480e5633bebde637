import pytest

from models.judgeable import is_english, why_not_judgeable

ENGLISH = "Lean cuts waste in the bakery because dough is made to order, so less of it is thrown away."
FRENCH = (
    "La gestion des op\u00e9rations consiste \u00e0 organiser la production pour r\u00e9duire les co\u00fbts et "
    "am\u00e9liorer la qualit\u00e9."
)
GERMAN = (
    "Die Fertigung wird so geplant, dass die Kosten sinken und die Liefertreue steigt, ohne dass die Qualit\u00e4t "
    "leidet."
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no text"),
        (" \n\t ", "no text"),
        ("Lean.", "only 1 word:"),
        ("Lean cuts waste.", "only 3 words:"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "signs and figures"),
        ("!!! ??? ... --- *** ### $$$ %%% &&&", "signs and figures"),
        (FRENCH, "English"),
        (GERMAN, "English"),
    ],
)
def test_a_text_that_cannot_be_judged_says_why(text: str, words: str) -> None:
    assert words in why_not_judgeable(text)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        f"{ENGLISH} The word 'Betrieb' and the words 'mise en place' are from elsewhere.",
        "The cat sat on the mat and looked out of the window at the rain.",
        "Cost fell by 12% to 4.50, and 9 in 10 orders left on the day they came in, up from 6 in 10.",
    ],
)
def test_english_prose_can_be_judged_whatever_it_is_about(text: str) -> None:
    assert why_not_judgeable(text) == ""


@pytest.mark.parametrize(("text", "expected"), [(ENGLISH, True), (FRENCH, False), (GERMAN, False)])
def test_english_is_told_from_other_languages(text: str, expected: bool) -> None:
    assert is_english(text) is expected
