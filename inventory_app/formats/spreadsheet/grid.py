"""Where a cell is: numbers to letters and back."""

from __future__ import annotations

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class _ColumnNumbers(dict[str, int]):
    """Letters to number, worked out once each; 0 for letters that name no column."""

    def __missing__(self, letters: str) -> int:
        if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
            return 0
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if not letters.isupper() or number > LAST_COLUMN:
            return 0
        self[letters] = number
        return number


COLUMN_NUMBERS = _ColumnNumbers()


def column_letters(column: int) -> str:
    """Return the letters of the 1-based *column*: 1 is A, 16,384 is XFD."""
    if not 1 <= column <= LAST_COLUMN:
        raise ValueError(column)
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of the cell in the 1-based *row* and *column*, for example C7."""
    if not 1 <= row <= LAST_ROW:
        raise ValueError(row)
    return f"{column_letters(column)}{row}"
