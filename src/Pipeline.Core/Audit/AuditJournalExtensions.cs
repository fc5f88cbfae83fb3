using System.Diagnostics;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

public static class AuditJournalExtensions
{
    private const int Attempts = 20;

    /// <summary>Links the entry to the head and appends it; links it anew when the head moved meanwhile.</summary>
    /// <exception cref="JournalContendedException">The head moved each of 20 times.</exception>
    public static async Task<AuditEvent> RecordAsync(
        this IAuditJournal journal, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var head = await journal.ReadHeadAsync(cancellationToken);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var auditEvent = AuditEvent.Link(entry, head);
            var result = await journal.AppendAsync(auditEvent, head, cancellationToken);
            if (result is AppendResult.Appended)
                return auditEvent;
            head = Moved(result);
        }

        throw new JournalContendedException(entry.Action, entry.Subject, Attempts);
    }

    private static Digest? Moved(AppendResult result) =>
        result is AppendResult.HeadMoved moved ? moved.Head : throw new UnreachableException();
}

/// <summary>What came of a compare-and-swap on the head of a journal.</summary>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    public sealed record Appended(Digest Head) : AppendResult;

    /// <summary>Somebody else was faster; nothing was written.</summary>
    public sealed record HeadMoved(Digest? Head) : AppendResult;
}

/// <summary>Others wrote to the journal each time that an event was to be appended.</summary>
public sealed class JournalContendedException(string action, string subject, int attempts) : Exception(
    $"'{action}' of '{subject}' was not recorded: others wrote to the journal first, {attempts} times in a row. Run it again.");
