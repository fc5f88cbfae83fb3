namespace Pipeline.Environments;

/// <summary>Which revisions answer the requests of an environment, and in which share.</summary>
public sealed record TrafficSplit
{
    /// <summary>Answers what the candidate does not; null where nothing is deployed.</summary>
    public TrafficTarget? Stable { get; init; }

    public TrafficTarget? Candidate { get; init; }

    /// <summary>The percentage of requests, 0 to 100, that the candidate answers.</summary>
    public int Weight { get; init; }

    /// <summary>Nothing answers.</summary>
    public static TrafficSplit Nobody { get; } = new();

    /// <summary>The split that a document asks for.</summary>
    public static TrafficSplit Of(EnvironmentDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new TrafficSplit
        {
            Stable = Target(document, document.Stable),
            Candidate = Target(document, document.Candidate),
            Weight = document.Weight,
        };
    }

    /// <summary>Whether requests may still be put to a revision.</summary>
    public bool Names(int revision) => Stable?.Revision == revision || Candidate?.Revision == revision;

    private static TrafficTarget? Target(EnvironmentDocument document, int? number) => document.Find(number) is { } revision
        ? new TrafficTarget(revision.Number, revision.State == RevisionState.Running ? revision.Address : null)
        : null;
}

/// <summary>A revision that answers requests.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Address">Where its server answers, as "127.0.0.1:35001"; null while it does not run.</param>
public sealed record TrafficTarget(int Revision, string? Address = null);
