using System.Globalization;
using System.Text.Json.Serialization;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;

namespace Pipeline.Environments;

/// <summary>What a gateway says of its environment.</summary>
/// <param name="Document">The state that is committed.</param>
/// <param name="Events">The last of them, oldest first.</param>
public sealed record EnvironmentStatus(EnvironmentDocument Document, IReadOnlyList<AuditEvent> Events)
{
    /// <summary>Null when no gateway runs, and the files were read instead.</summary>
    public GatewayDocument? Gateway { get; init; }

    /// <summary>Null when no gateway runs, and while nobody has counted.</summary>
    public TrafficSnapshot? Traffic { get; init; }

    /// <summary>How the requests are divided in fact; null where nobody can tell, as when no gateway runs.</summary>
    public TrafficSplit? Split { get; init; }

    /// <summary>Why the requests could not be divided as the document says, in one sentence.</summary>
    public string? SplitTrouble { get; init; }

    /// <summary>How the requests are divided instead; null where they are divided as the document says.</summary>
    [JsonIgnore]
    public string? Lag => this switch
    {
        { SplitTrouble: { } trouble } => trouble.TrimEnd('.'),
        { Split: { } split } when split != TrafficSplit.Of(Document) => string.Create(
            CultureInfo.InvariantCulture,
            $"the candidate has {split.Weight}% of the requests, and {Document.Weight}% are asked for"),
        _ => null,
    };

    /// <summary>What whoever leads a rollout saw last in its analysis; null where it has looked at nothing yet.</summary>
    public RolloutReport? Report { get; init; }

    /// <summary>What was asked since the candidate's present weight was set; null when no gateway runs.</summary>
    [JsonIgnore]
    public TrafficSnapshot? TrafficSinceWeight => Traffic?.Since(Document.Rollout?.Baseline);
}

/// <summary>The gateway that keeps an environment now, written by itself once it listens.</summary>
[DocumentSchema("gateway", 1)]
public sealed record GatewayDocument : Document
{
    public required ProcessIdentity Process { get; init; }

    /// <summary>
    /// The container that it is in, as its engine calls it: whoever asks the engine knows, and the gateway does not. Null where
    /// it is a process of this machine.
    /// </summary>
    [JsonIgnore]
    public string? Container { get; init; }

    /// <summary>The process that starts it again when it crashes; null when nobody does.</summary>
    public ProcessIdentity? Watcher { get; init; }

    /// <summary>Where it takes changes from whoever can read the token, as "127.0.0.1:38211".</summary>
    public required string Admin { get; init; }

    /// <summary>Where predictions are asked for.</summary>
    public required string Address { get; init; }

    public required DateTimeOffset Started { get; init; }
}

/// <summary>What an analysis saw at its last look. It is told on and not kept: the verdicts that count are events.</summary>
/// <param name="Revision">The candidate.</param>
/// <param name="Step">Of the strategy's steps, how many were taken.</param>
/// <param name="Checks">Each criterion, as it would be judged if the analysis ended now.</param>
public sealed record RolloutReport(int Revision, int Step, CheckReport Checks)
{
    /// <summary>What is still needed, in a sentence for each criterion that cannot tell; empty where nothing is.</summary>
    public string Needs { get; init; } = "";
}

/// <summary>Tells a gateway what was seen.</summary>
/// <param name="Token">Of the lease of whoever leads the rollout.</param>
/// <param name="Report">What was seen.</param>
public sealed record ReportRequest(long Token, RolloutReport Report);
