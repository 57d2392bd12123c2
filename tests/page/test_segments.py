"""Overlapping marks are split into pieces that tile the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govnlp.page.segments import Mark, split

STRETCH = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)
MARKS = st.lists(
    st.builds(Mark, st.integers(-5, 45), st.integers(-5, 45), st.sampled_from("abc")), max_size=12
)


@given(STRETCH, MARKS)
def test_the_pieces_tile_the_stretch(stretch: list[int], marks: list[Mark]) -> None:
    start, end = stretch
    pieces = split(start, end, marks)
    assert [piece.start for piece in pieces] == [start, *(p.end for p in pieces[:-1])][: len(pieces)]
    assert (pieces[-1].end if pieces else start) == end
    assert all(piece.start < piece.end for piece in pieces)


@given(STRETCH, MARKS)
def test_a_piece_has_exactly_the_marks_that_cover_it(stretch: list[int], marks: list[Mark]) -> None:
    for piece in split(*stretch, marks):
        for at in range(piece.start, piece.end):
            covering = [mark for mark in marks if mark.start <= at < mark.end]
            assert sorted(covering) == sorted(piece.marks)


@given(STRETCH, MARKS)
def test_it_is_split_only_where_a_mark_begins_or_ends(stretch: list[int], marks: list[Mark]) -> None:
    edges = {edge for mark in marks if mark.start < mark.end for edge in mark[:2]}
    assert {piece.start for piece in split(*stretch, marks)[1:]} <= edges


def test_the_longer_mark_comes_first() -> None:
    inner, outer = Mark(2, 4, "inner"), Mark(2, 9, "outer")
    assert split(0, 9, [inner, outer])[1].marks == (outer, inner)
