using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Environments;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;
using Pipeline.Targets.Failures;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Journals that somebody changed, or cut off at their end, as the command finds them.</summary>
public sealed class VerifyAuditTests : IDisposable
{
    private static readonly ModelName Model = ModelName.Parse("loan-default");
    private static readonly Actor Ann = new("ann", "test");

    private readonly DeliveryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RegistryLocation Registry => RegistryLocation.Resolve(new Dictionary<string, string>(), _root.Root).OrThrow();

    private EnvironmentFolder Production =>
        EnvironmentFolder.Of(Path.Combine(_root.State, "pipeline"), "pipeline-samples", "production", Model);

    [Fact]
    public async Task Journals_Untouched_AreIntact()
    {
        await RecordAsync(runs: 3);
        await WriteEnvironmentAsync(events: 4);

        var run = _root.Run("VerifyAudit");

        run.ExitCode.ShouldBe(ExitCodes.Success, run.Text);
        Words(run).ShouldContain("journal/registry '" + Registry.JournalPath + "': 3 events, each with its own hash");
        Words(run).ShouldContain("journal/production '" + Production.Journal + "': 4 events, each with its own hash");
        Words(run).ShouldContain("journal/staging There is no journal");
    }

    [Fact]
    public async Task Registry_WithAChangedEvent_IsBrokenThere()
    {
        await RecordAsync(runs: 3);
        Tamper("UPDATE event SET body = replace(body, 'ann', 'bob') WHERE position = 2");

        var run = _root.Run("VerifyAudit");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain($"'{Registry.JournalPath}': The journal is broken at event 2");
        Words(run).ShouldContain("Keep the file as evidence.");
        run.Text.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Registry_WhoseJournalLostItsEnd_IsBrokenByWhatTheRegistryHasSeen()
    {
        var head = await RecordAsync(runs: 3);
        Tamper("DELETE FROM event WHERE position = 3");

        var run = _root.Run("VerifyAudit");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain(
            $"The journal is broken at event 2: the registry has seen {head}, which is not in the journal any more.");
    }

    [Fact]
    public async Task Registry_WhoseJournalIsGone_IsBrokenByWhatTheRegistryHasSeen()
    {
        var head = await RecordAsync(runs: 1);
        File.Delete(Registry.JournalPath);

        var run = _root.Run("VerifyAudit");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain($"the registry has seen {head}, which is not in the journal any more.");
        File.Exists(Registry.JournalPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Environment_WithAChangedEvent_IsBrokenThere()
    {
        await WriteEnvironmentAsync(events: 4);
        var text = await File.ReadAllTextAsync(Production.Journal, Token);
        await File.WriteAllTextAsync(Production.Journal, text.Replace("loan-default/3", "loan-default/9"), Token);

        var run = _root.Run("VerifyAudit --environment production");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain($"'{Production.Journal}': The journal is broken at event 3");
    }

    [Fact]
    public async Task Environment_WhoseJournalLostItsEnd_IsBrokenByWhatTheEnvironmentHasCommitted()
    {
        await WriteEnvironmentAsync(events: 4);
        var lines = await File.ReadAllLinesAsync(Production.Journal, Token);
        await File.WriteAllLinesAsync(Production.Journal, lines[..3], Token);

        var run = _root.Run("VerifyAudit --environment production");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain("it ends before the last event that was committed");
    }

    [Fact]
    public async Task Environment_WhoseLastEventWasReplaced_IsBrokenThoughItsChainHolds()
    {
        await WriteEnvironmentAsync(events: 4);
        var lines = await File.ReadAllLinesAsync(Production.Journal, Token);
        var other = AuditEvent.Link(Entry(5), Chain(4)[2].Hash);
        await File.WriteAllTextAsync(Production.Journal, string.Join('\n', lines[..3]) + "\n", Token);
        await File.AppendAllBytesAsync(Production.Journal, EnvironmentJournal.Line(other), Token);

        var run = _root.Run("VerifyAudit --environment production");

        run.ExitCode.ShouldBe(ExitCodes.Verdict, run.Text);
        Words(run).ShouldContain($"The journal is broken at event 4: the journal does not end with {Chain(4)[3].Hash}.");
    }

    public void Dispose() => _root.Dispose();

    /// <summary>Records runs, as training does, and reads them, as every target of the registry does.</summary>
    private async Task<Digest> RecordAsync(int runs)
    {
        await using var journal = await SqliteJournal.OpenAsync(Registry.JournalPath, new StorageOptions(), Token);
        var parts = new RegistryParts
        {
            Journal = journal,
            ProjectionPath = Registry.ProjectionPath,
            Policy = new AllowAll(),
            Actor = Ann,
            Clock = TimeProvider.System,
        };
        await using var registry = await ModelRegistry.OpenAsync(parts, Token);
        foreach (var number in Enumerable.Range(1, runs))
        {
            var digest = Digest.OfText($"run {number}");
            (await registry.RecordAsync(new NewRun(RunId.Parse($"{digest.Hex[..16]}"), Model, digest, digest), Token)).OrThrow();
        }

        await registry.ReadAsync(Token);
        return (await journal.ReadHeadAsync(Token))!.Value;
    }

    /// <summary>As somebody would who knows SQLite: the triggers that stop a careless hand are away.</summary>
    private void Tamper(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Registry.JournalPath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_removed; {sql}";
        command.ExecuteNonQuery();
    }

    private async Task WriteEnvironmentAsync(int events)
    {
        var chain = Chain(events);
        byte[] lines = [.. chain.SelectMany(EnvironmentJournal.Line)];
        Production.Create();
        await File.WriteAllBytesAsync(Production.Journal, lines, Token);
        var head = new JournalHead { Head = chain[^1].Hash, Length = lines.Length, Count = events };
        await DocumentFile.WriteAsync(Production.Document, Some.Environment(null) with { Journal = head }, Token);
    }

    private static List<AuditEvent> Chain(int events)
    {
        var chain = new List<AuditEvent>();
        foreach (var number in Enumerable.Range(1, events))
            chain.Add(AuditEvent.Link(Entry(number), chain.Count == 0 ? null : chain[^1].Hash));
        return chain;
    }

    private static AuditEntry Entry(int number) => new()
    {
        Time = Some.Noon.AddMinutes(number),
        Actor = Ann,
        Action = EnvironmentActions.Promoted,
        Subject = $"loan-default/{number}",
    };

    /// <summary>However wide the console was that it was written for.</summary>
    private static string Words(Child run) =>
        string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
