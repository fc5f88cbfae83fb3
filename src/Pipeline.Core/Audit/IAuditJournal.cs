using System.Diagnostics;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

/// <summary>An append-only, hash-chained journal.</summary>
public interface IAuditJournal
{
    /// <summary>The hash of the last event; null while there is none.</summary>
    Task<Digest?> ReadHeadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Appends only if the head is the expected one, in one step that no other writer can come between. An event whose
    /// <see cref="AuditEvent.Previous"/> is not the expected head is a caller's bug.
    /// </summary>
    Task<AppendResult> AppendAsync(AuditEvent auditEvent, Digest? expectedHead, CancellationToken cancellationToken);

    /// <summary>In the order of the chain, in pages: a reader that takes its time does not hold up writers.</summary>
    /// <param name="after">The hash of the event before the first that is wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the reading between two events.</param>
    /// <exception cref="UnknownHeadException">No event has the hash <paramref name="after"/>.</exception>
    IAsyncEnumerable<AuditEvent> ReadAsync(Digest? after, CancellationToken cancellationToken);
}

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

/// <summary>Somebody remembers an event that the journal does not have.</summary>
public sealed class UnknownHeadException(string journal, Digest head) : Exception(
    $"The journal '{journal}' has no event {head}, which it once had: it was cut, replaced, or restored from an older copy. "
    + "Find out which before anything else is written to it.");
