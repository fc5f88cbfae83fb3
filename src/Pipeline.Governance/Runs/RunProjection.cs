using Microsoft.Data.Sqlite;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Runs;

/// <summary>Folds what is told of runs into tables of their own; the last value of a name counts.</summary>
internal sealed class RunProjectionWriter(SqliteConnection connection) : IDisposable
{
    /// <summary>A tag that was taken away has no text.</summary>
    public static IReadOnlyList<string> Schema { get; } =
    [
        """
        CREATE TABLE run_value (
            run TEXT NOT NULL REFERENCES run, kind INTEGER NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL,
            text TEXT, number REAL, PRIMARY KEY (run, kind, name, position)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE run_name (
            model TEXT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (model, kind, name)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE run_evaluation (
            position INTEGER PRIMARY KEY REFERENCES event, run TEXT NOT NULL REFERENCES run, document TEXT NOT NULL, answers TEXT
        ) STRICT
        """,
        "CREATE INDEX run_evaluation_run ON run_evaluation (run, position)",
        """
        CREATE TABLE run_note (
            position INTEGER PRIMARY KEY REFERENCES event, run TEXT NOT NULL REFERENCES run, note TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX run_note_run ON run_note (run, position)",
    ];

    private readonly SqliteCommand _value = ProjectionWriter.Prepare(
        connection, 6, "INSERT INTO run_value VALUES ($2, $3, $4, $1, $5, $6)");

    private readonly SqliteCommand _name = ProjectionWriter.Prepare(
        connection, 3, "INSERT OR IGNORE INTO run_name VALUES ($1, $2, $3)");

    // A run of another model contradicts: the subject of an event names both.
    private readonly SqliteCommand _evaluation = ProjectionWriter.Prepare(
        connection, 5, $"INSERT INTO run_evaluation SELECT $1, $2, $4, $5 {OfTheModel}");

    private readonly SqliteCommand _note = ProjectionWriter.Prepare(
        connection, 4, $"INSERT INTO run_note SELECT $1, $2, $4 {OfTheModel}");

    private readonly SqliteCommand _tag = ProjectionWriter.Prepare(
        connection, 6, $"INSERT INTO run_value SELECT $2, {(int)RunFactKind.Tag}, $4, $1, $5, $6 {OfTheModel}");

    private const string OfTheModel = "WHERE EXISTS (SELECT 1 FROM run WHERE run = $2 AND model = $3)";

    public void Dispose()
    {
        foreach (var command in new[] { _value, _name, _evaluation, _note, _tag })
            command.Dispose();
    }

    /// <returns>0, as the run itself counts.</returns>
    public int Add(RegistryEvent.RunRecorded recorded, long position)
    {
        Add(recorded.Id, recorded.Model, recorded.Facts, position);
        return 0;
    }

    /// <returns>1, or 0 where the model has no such run.</returns>
    public int Add(RegistryEvent.RunEvaluated evaluated, long position)
    {
        var written = ProjectionWriter.Run(
            _evaluation,
            position,
            $"{evaluated.Run}",
            $"{evaluated.Model}",
            $"{evaluated.Document}",
            evaluated.Answers?.ToString());
        if (written == 1)
            Add(evaluated.Run, evaluated.Model, evaluated.Facts, position);
        return written;
    }

    /// <returns>1, or 0 where the model has no such run.</returns>
    public int Add(RegistryEvent.RunTagged tagged, long position)
    {
        var number = tagged.Value is { } text ? new RunFact(RunFactKind.Tag, tagged.Tag, text).Number : null;
        ProjectionWriter.Run(_name, $"{tagged.Model}", (int)RunFactKind.Tag, tagged.Tag);
        return ProjectionWriter.Run(
            _tag, position, $"{tagged.Run}", $"{tagged.Model}", tagged.Tag, tagged.Value, number);
    }

    /// <returns>1, or 0 where the model has no such run.</returns>
    public int Add(RegistryEvent.RunNoted noted, long position) =>
        ProjectionWriter.Run(_note, position, $"{noted.Run}", $"{noted.Model}", noted.Note);

    private void Add(RunId run, ModelName model, RunFacts facts, long position)
    {
        foreach (var fact in facts.All)
        {
            ProjectionWriter.Run(_value, position, $"{run}", (int)fact.Kind, fact.Name, fact.Text, fact.Number);
            ProjectionWriter.Run(_name, $"{model}", (int)fact.Kind, fact.Name);
        }
    }
}

/// <summary>Reads runs of one model out of the tables, as they stood after an event.</summary>
internal sealed class RunReader(SqliteConnection connection, long position, ModelName model)
{
    private const string Runs = "FROM run AS r JOIN event AS e USING (position) WHERE r.position <= $1 AND r.model = $2";

    /// <summary>A name of no run and a name of several things are problems.</summary>
    public Validated<FoundRuns> Read(RunQuery query)
    {
        try
        {
            var names = connection.Rows(
                row => ((RunFactKind)row.GetInt32(0), row.GetString(1)),
                "SELECT kind, name FROM run_name WHERE model = $1",
                $"{model}");
            var sql = new RunSql(names, first: 3);
            var where = query.Filter is { } filter ? $"AND {sql.Of(filter, "--where")}" : "";
            var counted = sql.Values.Count;
            var order = string.Concat(query.Order.Select(by => $"{sql.Of(by, "--order-by")}, "));
            object[] values = [position, $"{model}", .. sql.Values];
            var found = connection.Scalar<long>($"SELECT count(*) {Runs} {where}", values.AsSpan(0, 2 + counted));
            var all = connection.Scalar<long>($"SELECT count(*) {Runs}", position, $"{model}");
            var runs = Read($"{where} ORDER BY {order} r.position DESC LIMIT {query.Limit}", values);
            return Validated.Valid(new FoundRuns(runs, (int)found, (int)all));
        }
        catch (WrongFilterException exception)
        {
            return Validated.Invalid<FoundRuns>(exception.Problem);
        }
    }

    /// <summary>Those whose ids begin so, in the order of their ids.</summary>
    public IReadOnlyList<FoundRun> Read(string prefix, int most) =>
        // All ids are of hexadecimal digits, before "g".
        Read($"AND r.run >= $3 AND r.run < $4 ORDER BY r.run LIMIT {most}", [position, $"{model}", prefix, $"{prefix}g"]);

    private List<FoundRun> Read(string rest, object[] values) =>
        [
            .. connection.Rows(
                row => (Run: RegistryRows.Run(row), Version: row.IsDBNull(9) ? default(int?) : row.GetInt32(9)),
                $"SELECT {RegistryRows.Act}, r.run, r.model, r.document, r.dataset, {RunSql.Version} {Runs} {rest}",
                values).Select(found => Complete(found.Run, found.Version)),
        ];

    private FoundRun Complete(RecordedRun run, int? version)
    {
        var facts = connection.Rows(
            row => (Kind: (RunFactKind)row.GetInt32(0), Name: row.GetString(1), Text: row.Text(2)),
            """
            SELECT kind, name, text FROM run_value AS this
            WHERE run = $2 AND position = (SELECT max(position) FROM run_value AS x
                WHERE x.run = this.run AND x.kind = this.kind AND x.name = this.name AND x.position <= $1)
            ORDER BY kind, name
            """,
            position,
            $"{run.Id}");
        var evaluations = connection.Rows(
            RegistryRows.Evaluation,
            $"SELECT {RegistryRows.Act}, document, answers FROM run_evaluation JOIN event USING (position) "
            + "WHERE position <= $1 AND run = $2 ORDER BY position DESC LIMIT 1",
            position,
            $"{run.Id}");
        return new FoundRun(run, [.. facts.Where(fact => fact.Text is not null).Select(fact =>
            new RunFact(fact.Kind, fact.Name, fact.Text!))])
        {
            Version = version is { } number ? new ModelVersion(number) : null,
            Evaluation = evaluations.SingleOrDefault(),
            Notes = connection.Rows(
                RegistryRows.Note,
                $"SELECT {RegistryRows.Act}, note FROM run_note JOIN event USING (position) "
                + "WHERE position <= $1 AND run = $2 ORDER BY position",
                position,
                $"{run.Id}"),
        };
    }
}
