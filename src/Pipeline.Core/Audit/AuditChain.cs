using System.Globalization;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

/// <summary>Tells whether a journal is as it was written.</summary>
public static class AuditChain
{
    /// <param name="events">From the first one on.</param>
    /// <param name="expectedHead">The head as it is known from elsewhere; only that shows that the end is missing.</param>
    public static ChainStatus Verify(IEnumerable<AuditEvent> events, Digest? expectedHead = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var (count, head) = (0L, (Digest?)null);
        foreach (var auditEvent in events)
        {
            count++;
            if (!auditEvent.HasOwnId())
                return new ChainStatus.Broken(count, auditEvent.Id, "it is not what was written");
            if (auditEvent.Previous != head)
                return new ChainStatus.Broken(count, auditEvent.Id, "it does not follow the event before it");
            head = auditEvent.Hash;
        }

        return expectedHead is null || head == expectedHead
            ? new ChainStatus.Intact(count, head)
            : new ChainStatus.Broken(count, null, $"the journal does not end with {expectedHead}");
    }
}

/// <summary>What <see cref="AuditChain.Verify"/> found.</summary>
public abstract record ChainStatus
{
    private ChainStatus()
    {
    }

    public sealed record Intact(long Count, Digest? Head) : ChainStatus;

    /// <param name="Position">Of the first broken event, counted from 1; of the last event when the end is missing.</param>
    /// <param name="Id">Of the first broken event; null when the end is missing.</param>
    /// <param name="Reason">What is wrong with it.</param>
    public sealed record Broken(long Position, string? Id, string Reason) : ChainStatus
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"The journal is broken at event {Position}{(Id is null ? "" : $" ({Id})")}: {Reason}.");
    }
}
