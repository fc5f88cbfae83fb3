namespace Pipeline.Environments;

/// <summary>Which revisions answer the requests of an environment, and in which share.</summary>
public sealed record TrafficSplit
{
    /// <summary>Answers what the candidate does not; null where nothing is deployed.</summary>
    public TrafficTarget? Stable { get; init; }

    public TrafficTarget? Candidate { get; init; }

    /// <summary>The percentage of requests, 0 to 100, that the candidate answers.</summary>
    public int Weight { get; init; }

    /// <summary>Null where no request is mirrored; always to the candidate.</summary>
    public TrafficMirror? Mirror { get; init; }

    /// <summary>Null where each request is put to a revision for itself.</summary>
    public TrafficStickiness? Stickiness { get; init; }

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
            Mirror = document.Mirror,
            Stickiness = document.Stickiness,
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

/// <summary>Requests whose copy a revision is sent beside the one that answers them.</summary>
/// <param name="Revision">Is sent the copies. Nobody is told its answers.</param>
/// <param name="Share">The percentage of requests, 1 to 100, that is copied.</param>
public sealed record TrafficMirror(int Revision, int Share);

/// <summary>
/// How a client keeps to its revision while weights grow: the value that it sends under a name decides, and requests without
/// one are divided as they come. Exactly one of the two is given.
/// </summary>
public sealed record TrafficStickiness
{
    private const int MostCharacters = 64;
    private const string OwnHeaders = "x-pipeline-";
    private const string Marks = "!#$%&'*+-.^_`|~";

    /// <summary>The name of a header, such as "X-Account"; in any case.</summary>
    public string? Header { get; init; }

    /// <summary>The name of a cookie, such as "session"; in this case.</summary>
    public string? Cookie { get; init; }

    /// <summary>Why requests cannot be told apart so, in one sentence; null where they can.</summary>
    public string? FindProblem() => (Header, Cookie) switch
    {
        (null, null) or (not null, not null) => "Stickiness names a header or a cookie: exactly one of them.",
        var (header, cookie) when !IsToken(header ?? cookie!) =>
            $"'{header ?? cookie}' is no name of a {(header is null ? "cookie" : "header")}: "
            + $"it has 1 to {MostCharacters} letters, digits and characters of {Marks}.",
        ({ } header, _) when header.StartsWith(OwnHeaders, StringComparison.OrdinalIgnoreCase) =>
            $"The header '{header}' is the gateway's own: clients cannot send it.",
        _ => null,
    };

    /// <summary>By RFC 9110, section 5.6.2.</summary>
    private static bool IsToken(string name) => name.Length is > 0 and <= MostCharacters
        && name.All(x => char.IsAsciiLetterOrDigit(x) || Marks.Contains(x, StringComparison.Ordinal));
}
