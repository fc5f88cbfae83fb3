using System.Text.Json.Serialization;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Environments;

/// <summary>
/// What runs for one model in one environment. Its gateway alone writes this; replacing the file is what commits a change,
/// together with the events that <see cref="Journal"/> then covers.
/// </summary>
[DocumentSchema("environment", 2, OldestRead = 1)]
public sealed record EnvironmentDocument : Document
{
    public required string Project { get; init; }

    public required string Environment { get; init; }

    public required ModelName Model { get; init; }

    /// <summary>Where predictions are asked for, as "127.0.0.1:41233"; null until a gateway has listened there.</summary>
    public string? Address { get; init; }

    /// <summary>All that were ever registered, in the order of their numbers.</summary>
    public IReadOnlyList<Revision> Revisions { get; init; } = [];

    /// <summary>The revision that answers; null before the first deployment and after the last was taken down.</summary>
    public int? Stable { get; init; }

    /// <summary>The revision that answered before, still running, so that a rollback is a traffic change.</summary>
    public int? Standby { get; init; }

    /// <summary>What documents of version 1, and gateways that write them, call <see cref="Standby"/>.</summary>
    [JsonInclude]
    internal int? Warm
    {
        get => null;
        init => Standby = value;
    }

    /// <summary>The revision that is being rolled out.</summary>
    public int? Candidate { get; init; }

    /// <summary>The percentage of requests, 0 to 100, that the candidate answers; the stable one has the rest.</summary>
    public int Weight { get; init; }

    /// <summary>Null while no request is mirrored.</summary>
    public TrafficMirror? Mirror { get; init; }

    /// <summary>Null where the next request of the same client may meet the other revision.</summary>
    public TrafficStickiness? Stickiness { get; init; }

    public RolloutProgress? Rollout { get; init; }

    public Lease? Lease { get; init; }

    /// <summary>The fencing token that was given last: the next lease gets the next number.</summary>
    public long LastToken { get; init; }

    /// <summary>How much of the journal is committed.</summary>
    public JournalHead Journal { get; init; } = new();

    public Revision? Find(int? number) => number is null ? null : Revisions.FirstOrDefault(x => x.Number == number);

    /// <summary>
    /// Where a rollback goes unless told otherwise: the last that answered of those before the stable one, so that a second
    /// rollback never returns to the bad one. Null where none ever did.
    /// </summary>
    public Revision? FindRollbackTarget() =>
        Revisions.Where(x => x.Promoted is not null && x.Number < Stable).MaxBy(x => x.Promoted);

    /// <summary>The revision of a version that answered last, else the last one; null where there never was one.</summary>
    public Revision? FindOfVersion(ModelVersion version) => Revisions
        .Where(x => x.Version == version)
        .OrderBy(x => x.Promoted ?? DateTimeOffset.MinValue).ThenBy(x => x.Number)
        .LastOrDefault();

    /// <summary>The document with this revision in the place of the one with its number, or behind all others.</summary>
    public EnvironmentDocument With(Revision revision)
    {
        ArgumentNullException.ThrowIfNull(revision);
        return this with
        {
            Revisions = Find(revision.Number) is null
                ? [.. Revisions, revision]
                : [.. Revisions.Select(x => x.Number == revision.Number ? revision : x)],
        };
    }

    /// <summary>What a revision is called in events: "loan-default/3".</summary>
    public string SubjectOf(int? revision) => revision is null ? Model.ToString() : $"{Model}/{revision}";

    /// <summary>"production of loan-default".</summary>
    [JsonIgnore]
    public string Title => $"{Environment} of {Model}";
}

/// <summary>The committed part of an environment's journal. What lies behind it in the file never happened.</summary>
public sealed record JournalHead
{
    /// <summary>The hash of the last committed event; null while there is none.</summary>
    public Digest? Head { get; init; }

    /// <summary>In bytes.</summary>
    public long Length { get; init; }

    public long Count { get; init; }
}

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

    /// <summary>The candidate of a rollout that was abandoned because this lease was taken over; null where none was.</summary>
    public int? Abandoned { get; init; }
}

/// <summary>How far the rollout of the candidate is.</summary>
public sealed record RolloutProgress
{
    public required RolloutPhase Phase { get; init; }

    /// <summary>Of the strategy's steps, how many were taken.</summary>
    public int Step { get; init; }

    /// <summary>How many the strategy has; 0 where all traffic moves at once.</summary>
    public int Steps { get; init; }

    /// <summary>The steps in words, as "weight 20%"; empty where whoever began it did not say.</summary>
    public IReadOnlyList<string> Plan { get; init; } = [];

    /// <summary>What a paused rollout waits for.</summary>
    public RolloutWait Wait { get; init; }

    /// <summary>Who asked for a pause that was not made yet, and why, in one sentence; null where nobody did.</summary>
    public string? PauseAsked { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When the present weight, or share of mirrored requests, was set; null before the first.</summary>
    public DateTimeOffset? WeightSince { get; init; }

    /// <summary>The counts at <see cref="WeightSince"/>: what was asked since then is what an analysis judges.</summary>
    public TrafficSnapshot? Baseline { get; init; }

    public required Actor Actor { get; init; }

    /// <summary>What happened last, in one sentence.</summary>
    public string? Reason { get; init; }
}

/// <summary>Where a rollout is.</summary>
public enum RolloutPhase
{
    /// <summary>The candidate starts and is probed; it gets no traffic.</summary>
    Starting,

    /// <summary>Traffic moves step by step.</summary>
    Stepping,

    /// <summary>It waits for a person at its weight; whoever led it may leave. Documents call it "held".</summary>
    [JsonStringEnumMemberName("held")]
    Paused,
}

/// <summary>What a paused rollout waits for: all of them end by a person's decision.</summary>
public enum RolloutWait
{
    /// <summary>A pause of its strategy, or of an earlier toolkit: whatever comes next.</summary>
    Decision,

    /// <summary>An approval of its strategy.</summary>
    Approval,

    /// <summary>An analysis that could not tell; its step is not taken yet.</summary>
    Analysis,

    /// <summary>Somebody asked for the pause, in the middle of a step that is not taken yet.</summary>
    Request,
}
