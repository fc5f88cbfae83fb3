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
