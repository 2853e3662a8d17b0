"""A damaged return is refused, or it was damaged where nothing is read from: never other data."""

import random

from strict_reader_files import book_of, packed, parts_of, whole_return

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.book import Book

RETURN = whole_return(9)
SMALL = book_of(
    '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>46349</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>two</t></is></c></row>'
)


def read_or_refusal(data: bytes) -> Book | Refused:
    try:
        return read_book(data)
    except Refused as refused:
        return refused


def outcome(data: bytes) -> Book | None:
    read = read_or_refusal(data)
    return read if isinstance(read, Book) else None


def test_a_file_that_was_cut_short_is_refused() -> None:
    """P7."""
    for percent in range(1, 100):
        assert outcome(RETURN[: len(RETURN) * percent // 100]) is None
    for bytes_lost in range(1, 200):
        assert outcome(RETURN[:-bytes_lost]) is None


def test_a_file_that_lost_its_beginning_or_middle_is_refused() -> None:
    for percent in range(1, 100, 7):
        at = len(RETURN) * percent // 100
        assert outcome(RETURN[at:]) is None
        assert outcome(RETURN[:at] + RETURN[at + 1000 :]) is None


def test_one_changed_bit_never_changes_the_data() -> None:
    """P7: 300 bits of a return."""
    whole = read_book(RETURN)
    chance = random.Random(300)
    same = 0
    for _ in range(300):
        at, bit = chance.randrange(len(RETURN)), chance.randrange(8)
        read = outcome(RETURN[:at] + bytes((RETURN[at] ^ (1 << bit),)) + RETURN[at + 1 :])
        assert read in (None, whole), (at, bit)
        same += read is not None
    assert 0 < same < 150


def test_no_byte_of_a_small_workbook_can_change_its_data() -> None:
    """Every byte, headers and directory included, once."""
    whole = read_book(SMALL)
    chance = random.Random(1)
    for at in range(len(SMALL)):
        changed = SMALL[at] ^ (1 << chance.randrange(8))
        assert outcome(SMALL[:at] + bytes((changed,)) + SMALL[at + 1 :]) in (None, whole), at


def test_blocks_of_zeros_never_change_the_data() -> None:
    whole = read_book(RETURN)
    for at in range(0, len(RETURN) - 512, 512):
        assert outcome(RETURN[:at] + bytes(512) + RETURN[at + 512 :]) in (None, whole), at


def test_parts_with_random_content_are_read_or_refused_and_nothing_else() -> None:
    """Sound packages around broken parts: no other error than a refusal with its sentence."""
    chance = random.Random(2)
    parts = parts_of('<row r="1"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1"><v>2.5</v></c></row>')
    read = 0
    for _ in range(1500):
        name = chance.choice(list(parts))
        content = bytearray(str(parts[name]).encode())
        for _ in range(chance.choice([1, 1, 2, 4])):
            at = chance.randrange(len(content) + 1)
            what = chance.random()
            if what < 0.3:
                del content[at : at + chance.randint(1, 9)]
            elif what < 0.6:
                content[at:at] = bytes(chance.choices(b'<>&"= /!?[]-x19\0\xff\xc3', k=3))
            elif what < 0.8:
                content[at : at + 1] = chance.randbytes(1)
            else:
                other = chance.randrange(len(content) + 1)
                content[at:at] = content[other : other + chance.randint(1, 60)]
        found = read_or_refusal(packed(parts | {name: bytes(content)}))
        if isinstance(found, Book):
            read += 1
        else:
            assert "{" not in str(found)
            assert found.suggestion
    assert 20 < read < 750


def test_two_halves_of_different_returns_are_refused() -> None:
    other = whole_return(10)
    for percent in range(10, 100, 20):
        at = len(RETURN) * percent // 100
        assert outcome(RETURN[:at] + other[at:]) is None
