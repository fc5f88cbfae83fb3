using Pipeline.Core.Audit;

namespace Pipeline.Environments;

/// <summary>Who alone may change an environment now.</summary>
public sealed record Lease
{
    /// <summary>How long a lease lives without being renewed, when its holder's process cannot be looked at.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The fencing token, greater than that of every lease before: a change with an older one is refused.</summary>
    public required long Token { get; init; }

    public required Actor Holder { get; init; }

    /// <summary>The holder's process; the lease ends with it. Null when it runs on another machine.</summary>
    public ProcessIdentity? Process { get; init; }

    public required DateTimeOffset Since { get; init; }
}
