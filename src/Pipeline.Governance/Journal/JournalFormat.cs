using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Journal;

/// <summary>The tables of a journal. The triggers stop a careless hand; only the chain shows a careful one.</summary>
internal static class JournalFormat
{
    public static SqliteFormat Current { get; } = new(
        "journal",
        ApplicationId: 0x504C4A31,
        Version: 1,
        [
            """
            CREATE TABLE event (
                position INTEGER PRIMARY KEY CHECK (position > 0),
                hash TEXT NOT NULL UNIQUE,
                body TEXT NOT NULL
            ) STRICT
            """,
            """
            CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
            BEGIN SELECT RAISE(ABORT, 'a journal is only appended to'); END
            """,
            """
            CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
            BEGIN SELECT RAISE(ABORT, 'a journal is only appended to'); END
            """,
        ]);
}
