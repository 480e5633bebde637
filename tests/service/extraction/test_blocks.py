import pytest

from service.extraction.blocks import Block, BlockKind, make_block, make_paragraph, make_row, tidy, write_blocks


def block(kind: BlockKind, text: str, depth: int = 1, number: int | None = None) -> Block:
    return Block(kind=kind, text=text, depth=depth, number=number)


P, H, L, Q, R = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTATION, BlockKind.ROW


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([], ""),
        ([block(P, "One."), block(P, "Two.")], "One.\n\nTwo."),
        ([block(H, "Lean"), block(H, "Deep", 9)], "# Lean\n\n###### Deep"),
        ([block(L, "a"), block(L, "b", 2, 3), block(P, "c")], "- a\n  3. b\n\nc"),
        ([block(Q, "Make or buy."), block(Q, "Buy.")], "> Make or buy.\n\n> Buy."),
        ([block(R, "a | b"), block(R, "c | d"), block(L, "e")], "| a | b |\n| c | d |\n\n- e"),
    ],
)
def test_blocks_are_written_so_that_each_can_be_told(blocks: list[Block], text: str) -> None:
    assert write_blocks(blocks) == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("  one \t two\u00a0three ", block(P, "one two three")),
        ("• one", block(L, "one")),
        ("·\u00a0 one", block(L, "one")),
        ("· one · two", block(L, "one · two")),
        ("·", block(P, "·")),
        ("- typed", block(P, "- typed")),
        (" \n ", None),
    ],
)
def test_a_paragraph_that_begins_with_a_bullet_is_an_item(text: str, made: Block | None) -> None:
    assert make_paragraph(text) == made


def test_only_a_paragraph_keeps_its_line_breaks() -> None:
    assert make_block(H, "one\n\ntwo") == block(H, "one two")
    assert tidy("one \n two\n\n\n\nthree") == "one\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("cells", "blocks"),
    [
        ([["a"], ["b"]], [block(R, "a | b")]),
        ([["a"], [], ["c", "d"]], [block(R, "a |  | c d")]),
        ([["a"], []], [block(P, "a")]),
        ([["a"], ["b " * 61]], [block(P, "a"), block(P, "b " * 61)]),
        ([[], []], []),
    ],
)
def test_a_row_with_prose_in_it_is_no_row(cells: list[list[str]], blocks: list[Block]) -> None:
    assert make_row([[block(P, text) for text in cell] for cell in cells]) == blocks
