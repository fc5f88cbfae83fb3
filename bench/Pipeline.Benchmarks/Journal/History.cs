using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace Pipeline.Benchmarks.Journal;

/// <summary>A history of one model: a run, a version, a move of the champion, and an event of no concern, in turns.</summary>
internal static class History
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly ModelName Model = ModelName.Parse("loan-default");

    public static NewRun Run { get; } = new(RunIdOf(0), Model, Numbered("run", 0), Numbered("data", 0));

    public static NewVersion Version(int number) => new(Model, Numbered("model", number), Run.Id);

    /// <summary>One that concerns no registry.</summary>
    public static AuditEntry Entry(int number) => Act(number, "thing-done", $"thing/{number}", null);

    public static Task<ModelRegistry> OpenRegistryAsync(
        IAuditJournal journal, string projection, CancellationToken cancellationToken) =>
        ModelRegistry.OpenAsync(
            new RegistryParts
            {
                Journal = journal,
                ProjectionPath = projection,
                Policy = new AllowAll(),
                Actor = new Actor("ada@example.com", "git"),
                Clock = TimeProvider.System,
            },
            cancellationToken);

    public static async Task ChampionHalfWayAsync(ModelRegistry registry, int events, CancellationToken cancellationToken)
    {
        var view = await registry.ReadAsync(Start.AddSeconds(events / 2), cancellationToken);
        await view.ResolveAsync(Model, AliasName.Champion, cancellationToken);
    }

    /// <summary>In one transaction behind the journal's back: a hundred thousand flushes are not what is measured here.</summary>
    public static async Task WriteAsync(string path, int events, CancellationToken cancellationToken)
    {
        await using (await SqliteJournal.OpenAsync(path, new StorageOptions(), cancellationToken))
        {
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO event VALUES ($position, $hash, $body)";
        var head = (Digest?)null;
        for (var i = 0; i < events; i++)
        {
            var auditEvent = AuditEvent.Link(Mixed(i), head);
            head = auditEvent.Hash;
            insert.Parameters.Clear();
            insert.Parameters.AddWithValue("$position", i + 1);
            insert.Parameters.AddWithValue("$hash", head.ToString());
            insert.Parameters.AddWithValue("$body", Encoding.UTF8.GetString(CanonicalJson.Of(auditEvent)));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static AuditEntry Mixed(int number)
    {
        var round = number / 4;
        var (run, before) = (RunIdOf(round), round == 0 ? null : $"{round}");
        return (number % 4) switch
        {
            0 => Act(number, "run-recorded", $"{Model}/{run}", Numbered("run", round), ("dataset", $"{Numbered("data", round)}")),
            1 => Act(number, "version-registered", $"{Model}/{round + 1}", Numbered("model", round), ("run", $"{run}")),
            2 => Act(number, "alias-moved", $"{Model}@champion", null, ("from", before), ("to", $"{round + 1}")),
            _ => Entry(number),
        };
    }

    private static AuditEntry Act(
        int number, string action, string subject, Digest? digest, params (string Name, string? Value)[] facts) => new()
        {
            Time = Start.AddSeconds(number),
            Actor = new Actor("ada@example.com", "git"),
            Action = action,
            Subject = subject,
            Digest = digest,
            Reason = "It is better on the slices that matter.",
            Facts = facts.Where(x => x.Value is not null).ToDictionary(x => x.Name, x => x.Value!),
        };

    private static RunId RunIdOf(int number) => RunId.Of(Numbered("inputs", number));

    private static Digest Numbered(string what, int number) =>
        Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{what} {number}"));
}
