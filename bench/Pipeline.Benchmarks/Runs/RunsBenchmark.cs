using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Governance.Storage;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What it takes to find runs among many: made anew from the journal, opened, and asked.</summary>
internal sealed class RunsBenchmark(string folder, int runs)
{
    private const int Rounds = 5;

    private static readonly ModelName Model = ModelName.Parse("loan-default");

    private readonly Timings _rebuild = new("made anew from the journal");
    private readonly Timings _newest = new("opened, and the newest 20");
    private readonly Timings _filter = new("opened, a condition and an order");
    private readonly Timings _record = new("one more run recorded");

    public static Benchmark Entry { get; } = new(
        "runs",
        "runs found among 10,000 by a condition",
        (output, token) => new RunsBenchmark(Workspace.Of("runs"), runs: 10_000).RunAsync(output, token));

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var path = Path.Combine(folder, "journal.db");
            await WriteAsync(path, cancellationToken);
            for (var round = 0; round < Rounds; round++)
                await MeasureAsync(path, round, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        await output.WriteLineAsync(
            $"""
            runs: {runs.ToString("N0", CultureInfo.InvariantCulture)} runs of 12 parameters and 10 metrics, {Rounds} rounds

            {Timings.Header}
            {_rebuild}
            {_newest}
            {_filter}
            {_record}
            """);
    }

    private async Task MeasureAsync(string path, int round, CancellationToken cancellationToken)
    {
        var projection = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"registry-{round}.db"));
        await TimeAsync(_rebuild, () => AskAsync(path, projection, "", "", cancellationToken));
        await TimeAsync(_newest, () => AskAsync(path, projection, "", "", cancellationToken));
        await TimeAsync(_filter, () => AskAsync(
            path, projection, "roc_auc > 0.9 and trainer = light-gbm and params.p3 <= 50", "roc_auc desc", cancellationToken));
        await using var journal = await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken);
        await using var registry = await Journal.History.OpenRegistryAsync(journal, projection, cancellationToken);
        await registry.ReadAsync(cancellationToken);
        var facts = FactsOf(round).Select(fact => new RunFact(KindOf(fact.Key), fact.Key[2..], fact.Value));
        var run = new NewRun(IdOf(-1 - round), Model, Digest.OfText("run"), Digest.OfText("data")) { Facts = RunFacts.Of(facts) };
        await TimeAsync(_record, async () => (await registry.RecordAsync(run, cancellationToken)).OrThrow());
    }

    private static async Task TimeAsync(Timings timings, Func<Task> work)
    {
        var begin = Stopwatch.GetTimestamp();
        await work();
        timings.Add(Stopwatch.GetElapsedTime(begin));
    }

    private static async Task AskAsync(
        string path, string projection, string filter, string order, CancellationToken cancellationToken)
    {
        await using var journal = await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken);
        await using var registry = await Journal.History.OpenRegistryAsync(journal, projection, cancellationToken);
        var query = new RunQuery
        {
            Filter = filter.Length == 0 ? null : RunFilterReader.ReadFilter(filter).OrThrow(),
            Order = order.Length == 0 ? [] : RunFilterReader.ReadOrder(order).OrThrow(),
        };
        var view = await registry.ReadAsync(cancellationToken);
        var found = (await view.FindRunsAsync(Model, query, cancellationToken)).OrThrow();
        if (found.Runs.Count != query.Limit)
            throw new InvalidOperationException($"{found.Runs.Count} runs were found.");
    }

    /// <summary>In one transaction behind the journal's back: as many flushes are not what is measured here.</summary>
    private async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using (await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken))
        {
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO event VALUES ($position, $hash, $body)";
        var head = default(Digest?);
        for (var run = 0; run < runs; run++)
        {
            var auditEvent = AuditEvent.Link(EntryOf(run), head);
            head = auditEvent.Hash;
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$position", run + 1);
            insert.Parameters.AddWithValue("$hash", $"{head}");
            insert.Parameters.AddWithValue("$body", Encoding.UTF8.GetString(CanonicalJson.Of(auditEvent)));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static AuditEntry EntryOf(int run) => new()
    {
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMinutes(run),
        Actor = new Actor("ada@example.com", "git"),
        Action = "run-recorded",
        Subject = $"{Model}/{IdOf(run)}",
        Digest = Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"run {run}")),
        Facts = FactsOf(run).Append(new("dataset", $"{Digest.OfText("data")}")).ToDictionary(),
    };

    /// <summary>As they stand in an event of the journal.</summary>
    private static Dictionary<string, string> FactsOf(int run)
    {
        var facts = new Dictionary<string, string>
        {
            ["a.trainer"] = run % 3 == 0 ? "fast-tree" : "light-gbm",
            ["a.model"] = $"{Digest.OfText(Text(run))}",
            ["m.roc_auc"] = Text(0.5 + ((run * 7919 % 5000) / 10_000.0)),
        };
        for (var metric = 1; metric < 10; metric++)
            facts[$"m.m{metric}"] = Text(run * metric % 977 / 977.0);
        for (var parameter = 0; parameter < 12; parameter++)
            facts[$"p.p{parameter}"] = Text(run * (parameter + 3) % 101);
        return facts;
    }

    private static RunFactKind KindOf(string key) => key[0] switch
    {
        'a' => RunFactKind.Attribute,
        'm' => RunFactKind.Metric,
        _ => RunFactKind.Parameter,
    };

    private static RunId IdOf(int run) => RunId.Of(Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"inputs {run}")));

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
