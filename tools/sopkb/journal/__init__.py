"""What people asked, opened and reported, so that somebody can mend what they could not find.

Kept in one SQLite file: a line that was acknowledged is on the disk (WAL, ``synchronous=FULL``). Nothing says who
asked: a session is a pseudonym that the client made up, hashed with a salt that stays in the file; queries and notes
are redacted before they are written; lines older than the retention are deleted. Of a query that tells of danger
only the day and the route are counted.
"""

from sopkb.journal.events import OUTCOMES, Acknowledged, Alerted, Event, Journal, Opened, Report, Search
from sopkb.journal.reading import JournalHistory, Raised, Read, Said, SearchEvent, read_journal
from sopkb.journal.sqlite import JournalFull, SqliteJournal

__all__ = [
    "OUTCOMES",
    "Acknowledged",
    "Alerted",
    "Event",
    "Journal",
    "JournalFull",
    "JournalHistory",
    "Opened",
    "Raised",
    "Read",
    "Report",
    "Said",
    "Search",
    "SearchEvent",
    "SqliteJournal",
    "read_journal",
]
