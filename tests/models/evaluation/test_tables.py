from models.evaluation.tables import Page, Table, render_markdown, render_text

TABLE = Table(title="Points", header=("measure", "n"), rows=(("QWK", "10"), ("a|b <i>", "7")))
PAGE = Page(title="Agreement", lines=("one line",), tables=(TABLE,))


def test_text_lines_up_words_to_the_left_and_figures_to_the_right() -> None:
    assert render_text(PAGE).splitlines() == [
        "Agreement",
        "one line",
        "",
        "Points",
        "measure   n",
        "QWK      10",
        "a|b <i>   7",
    ]


def test_markdown_escapes_what_would_end_a_cell_or_open_a_tag() -> None:
    assert render_markdown(PAGE).splitlines() == [
        "# Agreement",
        "",
        "- one line",
        "",
        "## Points",
        "",
        "| measure | n |",
        "| --- | ---: |",
        "| QWK | 10 |",
        r"| a\|b &lt;i> | 7 |",
    ]


def test_a_table_may_have_no_rows() -> None:
    assert "measure  n" in render_text(
        Page(title="", lines=(), tables=(Table(title="t", header=("measure", "n"), rows=()),))
    )
