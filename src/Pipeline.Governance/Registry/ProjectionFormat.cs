using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>
/// The tables of the projection. Rows are added and never changed, each with the position of its event, so that the state at
/// any moment is what the rows up to some position say.
/// </summary>
internal static class ProjectionFormat
{
    public static SqliteFormat Current { get; } = new(
        "projection",
        ApplicationId: 0x504C5231,
        Version: 1,
        [
            """
            CREATE TABLE projection (
                id INTEGER PRIMARY KEY CHECK (id = 1), head TEXT, position INTEGER NOT NULL, effective INTEGER NOT NULL
            ) STRICT
            """,
            "INSERT INTO projection VALUES (1, NULL, 0, 0)",
            """
            CREATE TABLE event (
                position INTEGER PRIMARY KEY, effective INTEGER NOT NULL,
                event_id TEXT NOT NULL, time INTEGER NOT NULL, actor TEXT NOT NULL, source TEXT NOT NULL, reason TEXT
            ) STRICT
            """,
            "CREATE INDEX event_effective ON event (effective)",
            """
            CREATE TABLE run (
                run TEXT PRIMARY KEY, model TEXT NOT NULL, document TEXT NOT NULL, dataset TEXT NOT NULL,
                position INTEGER NOT NULL REFERENCES event
            ) STRICT
            """,
            "CREATE INDEX run_model ON run (model, position)",
            """
            CREATE TABLE version (
                model TEXT NOT NULL, number INTEGER NOT NULL, digest TEXT NOT NULL, run TEXT NOT NULL REFERENCES run,
                position INTEGER NOT NULL REFERENCES event, PRIMARY KEY (model, number), UNIQUE (model, digest)
            ) STRICT
            """,
            """
            CREATE TABLE alias_move (
                position INTEGER PRIMARY KEY REFERENCES event, model TEXT NOT NULL, alias TEXT NOT NULL,
                from_number INTEGER, to_number INTEGER, FOREIGN KEY (model, to_number) REFERENCES version
            ) STRICT
            """,
            "CREATE INDEX alias_move_alias ON alias_move (model, alias, position)",
            """
            CREATE TABLE document (
                position INTEGER PRIMARY KEY REFERENCES event, model TEXT NOT NULL, number INTEGER NOT NULL,
                name TEXT NOT NULL, digest TEXT NOT NULL, FOREIGN KEY (model, number) REFERENCES version
            ) STRICT
            """,
            "CREATE INDEX document_version ON document (model, number, position)",
            "CREATE INDEX run_document ON run (document)",
            "CREATE INDEX run_dataset ON run (dataset)",
            "CREATE INDEX version_digest ON version (digest)",
            "CREATE INDEX document_digest ON document (digest)",
        ]);
}
