using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Journal;

/// <summary>Things to write to a journal, and ways to spoil one.</summary>
internal static class Entries
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Task<SqliteJournal> OpenAsync(string path, CancellationToken cancellationToken, TimeSpan? longestWait = null) =>
        SqliteJournal.OpenAsync(
            path, new StorageOptions { LongestWait = longestWait ?? TimeSpan.FromSeconds(10) }, cancellationToken);

    public static AuditEntry Numbered(int number) => new()
    {
        Time = Start.AddSeconds(number),
        Actor = new Actor("ada@example.com", "git"),
        Action = "thing-done",
        Subject = string.Create(CultureInfo.InvariantCulture, $"thing/{number}"),
        Facts = new Dictionary<string, string> { ["to"] = "2", ["from"] = "1" },
        Reason = "because\nof Ada",
    };

    /// <summary>A journal with so many events, closed again; returns them.</summary>
    public static async Task<IReadOnlyList<AuditEvent>> FillAsync(string path, int count, CancellationToken cancellationToken)
    {
        await using var journal = await OpenAsync(path, cancellationToken);
        var events = new List<AuditEvent>();
        for (var i = 1; i <= count; i++)
            events.Add(await journal.RecordAsync(Numbered(i), cancellationToken));
        return events;
    }

    /// <summary>As somebody would who knows SQLite: the triggers are away meanwhile, and back afterwards.</summary>
    public static void Tamper(string path, string sql) => Execute(
        path,
        $"DROP TRIGGER event_is_not_changed; DROP TRIGGER event_is_not_removed; {sql}; "
        + string.Join(';', JournalFormat.Current.Schema.Where(x => x.StartsWith("CREATE TRIGGER", StringComparison.Ordinal))));

    public static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
