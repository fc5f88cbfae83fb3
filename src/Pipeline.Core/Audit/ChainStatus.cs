using System.Globalization;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Audit;

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
