"""Errors that the user can do something about."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: one sentence, one suggestion, one code.

    `message` and `suggestion` are message ids of the text catalogue with named placeholders, so
    that whoever shows the error can say it in the reader's language with `params` filled in.
    """

    def __init__(self, code: str, message: str, suggestion: str = "", /, **params: object) -> None:
        super().__init__(code, message, suggestion, params)
        self.code = code
        self.message = message
        self.suggestion = suggestion
        self.params = params

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Let the error cross from one process to another whole."""
        return _again, (type(self), self.code, self.message, self.suggestion, self.params)

    def __str__(self) -> str:
        return self.message.format(**self.params)


def _again(
    kind: type[UserError], code: str, message: str, suggestion: str, params: dict[str, object]
) -> UserError:
    error = kind.__new__(kind)
    UserError.__init__(error, code, message, suggestion, **params)
    return error


class Refused(UserError):  # noqa: N818 - the file is refused
    """A file that is not taken in, with the reason; nothing has been changed."""


class StoreRefused(UserError):  # noqa: N818 - the store is refused
    """The store cannot be opened or written; nothing has been changed."""
