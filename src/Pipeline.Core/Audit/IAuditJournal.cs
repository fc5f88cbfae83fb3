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

    /// <summary>From the first event on.</summary>
    IAsyncEnumerable<AuditEvent> ReadAsync(CancellationToken cancellationToken);
}
