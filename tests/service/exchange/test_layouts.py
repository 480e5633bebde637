"""Whose file is it? Moodle's and Canvas's names told from each other and from ordinary ones."""

import pytest

from service.exchange.layouts import Owner, choose_scripts, detect_layout, find_owner
from service.exchange.scripts import Layout


@pytest.mark.parametrize(
    ("paths", "layout"),
    [
        (["Ada Lovelace_12_assignsubmission_file/essay.docx"], Layout.MOODLE),
        (
            ["Ada Lovelace_12_assignsubmission_file_/essay.docx", "readme.txt", "Bo_7_assignsubmission_file_/a.txt"],
            Layout.MOODLE,
        ),
        (["OM7/Ada_12_assignsubmission_onlinetext_onlinetext.html"], Layout.MOODLE),
        (["lovelaceada_4401_90001_essay.docx", "devriesbo_LATE_4402_90002_a_b.docx"], Layout.CANVAS),
        (["anon_qX7aP_90001_essay.docx", "LATE_anon_b2_90002_x.pdf"], Layout.CANVAS),
        (["ada_4401_text.html"], Layout.CANVAS),
        (["lovelaceada_4401_90001_essay.docx", "notes.txt"], Layout.PLAIN),  # Canvas names every file
        (["ada_1_2_essay.docx", "bo_2_2_essay.docx"], Layout.PLAIN),  # one attachment cannot belong to two
        (["2024_12_03_essay.docx"], Layout.PLAIN),  # a date
        (["essay_final_2.docx", "Ada/essay.docx"], Layout.PLAIN),
        (["Ada_assignsubmission_file/essay.docx"], Layout.PLAIN),
        ([], Layout.PLAIN),
    ],
)
def test_a_layout_is_told_by_its_names(paths: list[str], layout: Layout) -> None:
    assert detect_layout(paths) is layout


@pytest.mark.parametrize(
    ("path", "layout", "owner"),
    [
        (
            "Zoë  Ångström_12_assignsubmission_file/deep/my_essay.docx",
            Layout.MOODLE,
            Owner(file_name="my_essay.docx", participant_id="12", participant_name="Zoë Ångström"),
        ),
        (
            "Ada Lovelace_12_assignsubmission_file_my_essay_1.docx",
            Layout.MOODLE,
            Owner(file_name="my_essay_1.docx", participant_id="12", participant_name="Ada Lovelace"),
        ),
        ("Participant_12_assignsubmission_file_e.txt", Layout.MOODLE, Owner(file_name="e.txt", participant_id="12")),
        (
            "devriesbo_LATE_4402_90002_a_b-1.docx",
            Layout.CANVAS,
            Owner(file_name="a_b-1.docx", participant_id="4402", participant_name="devriesbo", is_late=True),
        ),
        ("LATE_anon_qX7aP_9_e.txt", Layout.CANVAS, Owner(file_name="e.txt", participant_id="qX7aP", is_late=True)),
        ("anon_LATE_44_9_e.txt", Layout.CANVAS, Owner(file_name="e.txt", participant_id="44", is_late=True)),
        ("anon_44_9_e.txt", Layout.CANVAS, Owner(file_name="e.txt", participant_id="44")),
        ("ada_44_text.html", Layout.CANVAS, Owner(file_name="text.html", participant_id="44", participant_name="ada")),
        ("Ada Lovelace_12_assignsubmission_file/e.txt", Layout.PLAIN, Owner(file_name="e.txt")),
        ("notes/readme.txt", Layout.MOODLE, Owner(file_name="readme.txt")),
        ("readme.txt", Layout.CANVAS, Owner(file_name="readme.txt")),
    ],
)
def test_a_path_tells_whose_file_it_is(path: str, layout: Layout, owner: Owner) -> None:
    assert find_owner(path, layout) == owner


def test_pictures_beside_a_script_are_none_but_alone_they_are_all_there_is() -> None:
    files = (
        ("a/essay.docx", Owner(file_name="essay.docx", participant_id="1")),
        ("a/figure.png", Owner(file_name="figure.png", participant_id="1")),
        ("b/photo.jpg", Owner(file_name="photo.jpg", participant_id="2")),
        ("c/essay.doc", Owner(file_name="essay.doc", participant_id="3")),
        ("logo.png", Owner(file_name="logo.png")),
    )
    assert choose_scripts(files) == {"a/essay.docx", "b/photo.jpg", "c/essay.doc"}
