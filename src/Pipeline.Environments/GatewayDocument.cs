using Pipeline.Core.Documents;

namespace Pipeline.Environments;

/// <summary>The gateway that keeps an environment now, written by itself once it listens.</summary>
[DocumentSchema("gateway", 1)]
public sealed record GatewayDocument : Document
{
    public required ProcessIdentity Process { get; init; }

    /// <summary>The process that starts it again when it crashes; null when nobody does.</summary>
    public ProcessIdentity? Watcher { get; init; }

    /// <summary>Where it takes changes from whoever can read the token, as "127.0.0.1:38211".</summary>
    public required string Admin { get; init; }

    /// <summary>Where predictions are asked for.</summary>
    public required string Address { get; init; }

    public required DateTimeOffset Started { get; init; }
}
