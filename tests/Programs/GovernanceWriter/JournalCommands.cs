using System.Globalization;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Storage;

namespace GovernanceWriter;

/// <summary>Commands on the journal at a path, in the name of a writer.</summary>
public static class JournalCommands
{
    /// <summary>Arguments: path, writer, how many. Prints the hash of every event that was acknowledged.</summary>
    public static async Task AppendAsync(string[] args)
    {
        await using var journal = await SqliteJournal.OpenAsync(args[0], new StorageOptions(), default);
        var count = int.Parse(args[2], CultureInfo.InvariantCulture);
        var head = await journal.ReadHeadAsync(default);
        for (var i = 0; i < count;)
        {
            var auditEvent = Event(args[1], i, head);
            var result = await journal.AppendAsync(auditEvent, head, default);
            head = result is AppendResult.HeadMoved moved ? moved.Head : auditEvent.Hash;
            if (result is not AppendResult.Appended)
                continue;
            Console.WriteLine(head);
            i++;
        }
    }

    /// <summary>
    /// Arguments: path, writer, rounds. In each round it reads the head, prints "ready", waits for a line, and appends once
    /// behind that head. Prints "appended" or "moved" and the head.
    /// </summary>
    public static async Task RaceAsync(string[] args)
    {
        await using var journal = await SqliteJournal.OpenAsync(args[0], new StorageOptions(), default);
        for (var i = 0; i < int.Parse(args[2], CultureInfo.InvariantCulture); i++)
        {
            var head = await journal.ReadHeadAsync(default);
            Console.WriteLine("ready");
            Console.ReadLine();
            var result = await journal.AppendAsync(Event(args[1], i, head), head, default);
            Console.WriteLine(result is AppendResult.HeadMoved moved
                ? $"moved {moved.Head}"
                : $"appended {((AppendResult.Appended)result).Head}");
        }
    }

    /// <summary>Argument: path. Locks the journal, prints "locked", and holds it until standard input ends.</summary>
    public static async Task LockAsync(string[] args)
    {
        await using var connection = new SqliteConnection($"Data Source={args[0]};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction(deferred: false);
        Console.WriteLine("locked");
        await Console.In.ReadToEndAsync();
    }

    private static AuditEvent Event(string writer, int number, Digest? head) => AuditEvent.Link(
        new AuditEntry
        {
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(number),
            Actor = new Actor(writer, "test"),
            Action = "thing-done",
            Subject = string.Create(CultureInfo.InvariantCulture, $"{writer}/{number}"),
        },
        head);
}
