"""The errors that people see. Each message is one line: what happened, to which file, what to do."""


class ScrutinyError(Exception):
    """Something went wrong that a person can mend; the message says how."""


class ReadError(ScrutinyError):
    """A file could not be read."""


class RefusedError(ReadError):
    """A file is of a format that is not read, or protected; the message says what to convert it to."""


class LibraryError(ScrutinyError):
    """The library could not be opened or does not fit this program."""


class BusyError(LibraryError):
    """Another program has what is needed, and nothing is wrong with it."""


class QuestionError(ScrutinyError):
    """A question could not be taken as asked."""


class SettingsError(ScrutinyError):
    """A setting is unknown or has a value that cannot be used."""
