using Pipeline.Core.Audit;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>What a registry is put together from.</summary>
public sealed record RegistryParts
{
    /// <summary>The registry does not own it, and does not close it.</summary>
    public required IAuditJournal Journal { get; init; }

    /// <summary>Of the projection's file, which may be deleted while nobody uses it.</summary>
    public required string ProjectionPath { get; init; }

    /// <summary>Asked before every call that changes state.</summary>
    public required IAccessPolicy Policy { get; init; }

    /// <summary>In whose name events are written.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Dates events.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>How long to wait for other processes.</summary>
    public StorageOptions Storage { get; init; } = new();
}
