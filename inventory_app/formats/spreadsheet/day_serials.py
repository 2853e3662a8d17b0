"""Days as spreadsheets count them, and back (ECMA-376 part 1, section 18.17.4)."""

from __future__ import annotations

from datetime import date, timedelta

_LEAP_DAY_1900 = 60  # serial of 29 February 1900, which never was
_FIRST_DAY = date(1900, 1, 1)
_EPOCH_1904 = date(1904, 1, 1)
_EPOCH_1900 = date(1899, 12, 31)
_LAST_DAY = date(9999, 12, 31)


def serial_to_date(serial: float, date1904: bool) -> date | None:
    """Return the day that *serial* stands for; its fraction, the time of day, is dropped.

    None for what is no day: anything before the first day of the system, serial 60 of the 1900
    system (29 February 1900) and days after the year 9999.
    """
    if not 0 <= serial < 1e7:  # also false for what is not a number
        return None
    days = int(serial)
    if date1904:
        epoch = _EPOCH_1904
    elif days in (0, _LEAP_DAY_1900):
        return None
    else:
        epoch = _EPOCH_1900
        days -= days > _LEAP_DAY_1900
    if days > (_LAST_DAY - epoch).days:
        return None
    return epoch + timedelta(days=days)


def day_serial(day: date) -> str | float:
    """Return *day* as spreadsheets count days; the ISO form of a day before 1900."""
    if day < _FIRST_DAY:
        return day.isoformat()
    serial = (day - _EPOCH_1900).days
    return float(serial + (serial >= _LEAP_DAY_1900))
