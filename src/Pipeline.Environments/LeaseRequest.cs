using Pipeline.Core.Audit;

namespace Pipeline.Environments;

/// <summary>Asks a gateway for the lease of its environment.</summary>
public sealed record LeaseRequest(Actor Holder)
{
    /// <inheritdoc cref="Lease.Process"/>
    public ProcessIdentity? Process { get; init; }

    /// <summary>Ends another's lease; its holder's next change is refused. For a rollback under pressure.</summary>
    public bool TakeOver { get; init; }
}
