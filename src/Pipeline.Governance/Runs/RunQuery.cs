using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Registry;

namespace Pipeline.Governance.Runs;

/// <summary>Which runs of a model somebody wants to see, in which order.</summary>
public sealed record RunQuery
{
    /// <summary>How many runs are listed at most, whatever is asked for.</summary>
    public const int Most = 10_000;

    /// <summary>Null, the default, for all.</summary>
    public RunFilter? Filter { get; init; }

    /// <summary>The first that differs decides; runs that are equal in all come newest first. None by default.</summary>
    public IReadOnlyList<RunOrder> Order { get; init; } = [];

    /// <summary>From 1 to <see cref="Most"/>; 20 by default.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= Most
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one run is listed, at most 10,000.");
    }
    = 20;
}

/// <summary>The answer to a query.</summary>
/// <param name="Runs">In the order that was asked for.</param>
/// <param name="Found">How many fulfil the filter, whatever the limit.</param>
/// <param name="All">How many the model has.</param>
public sealed record FoundRuns(IReadOnlyList<FoundRun> Runs, int Found, int All);

/// <summary>A run with everything that the registry knows of it by now.</summary>
/// <param name="Run">As it was recorded.</param>
/// <param name="Facts">The last of each, by kind and name.</param>
public sealed record FoundRun(RecordedRun Run, IReadOnlyList<RunFact> Facts)
{
    /// <summary>The number that its model has in the registry; null where it has none.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Its last evaluation; null where it has none.</summary>
    public RecordedEvaluation? Evaluation { get; init; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<RunNote> Notes { get; init; } = [];

    public RunStatus Status => this[RunFactKind.Attribute, RunAttributes.Status] switch
    {
        RunAttributes.Failed => RunStatus.Failed,
        RunAttributes.Killed => RunStatus.Killed,
        _ => RunStatus.Finished,
    };

    /// <summary>The text of a fact; null where the run has none of that name.</summary>
    public string? this[RunFactKind kind, string name] =>
        Facts.FirstOrDefault(fact => fact.Kind == kind && fact.Name == name)?.Text;
}

/// <summary>What became of a training, in MLflow's words.</summary>
public enum RunStatus
{
    Finished,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was interrupted, or its process ended.</summary>
    Killed,
}

/// <summary>How good the model of a run is on the test rows.</summary>
/// <param name="Document">The digest of the evaluation's document, which is a blob.</param>
/// <param name="Answers">The digest of the answers to the test rows, which are a blob; null where they were not kept.</param>
/// <param name="Act">When, and by whom.</param>
public sealed record RecordedEvaluation(Digest Document, Digest? Answers, Act Act) : RegistryRecord(Act);

/// <param name="Text">In somebody's words.</param>
/// <param name="Act">When, and by whom.</param>
public sealed record RunNote(string Text, Act Act) : RegistryRecord(Act);

/// <summary>The names of attributes that the toolkit itself writes.</summary>
public static class RunAttributes
{
    public const string Status = "status";
    public const string Trainer = "trainer";
    public const string Seed = "seed";
    public const string Started = "started";
    public const string Duration = "duration";
    public const string Cpu = "cpu";
    public const string Memory = "memory";
    public const string Commit = "commit";
    public const string Dirty = "dirty";
    public const string Data = "data";
    public const string Rows = "rows";
    public const string Toolkit = "toolkit";
    public const string Model = "model";
    public const string Search = "search";
    public const string Error = "error";

    /// <summary>What <see cref="Status"/> says of a training that ended with an error.</summary>
    public const string Failed = "failed";

    /// <summary>What <see cref="Status"/> says of a training that was interrupted.</summary>
    public const string Killed = "killed";

    /// <summary>What <see cref="Status"/> says of a training that made a model.</summary>
    public const string Finished = "finished";

    /// <summary>Not written: they follow from the event, and from the versions.</summary>
    internal static readonly (string Name, string Text, string Number)[] Derived =
    [
        ("run", "r.run", "NULL"),
        ("by", "e.actor", "NULL"),
        ("version", "NULL", RunSql.Version),
    ];
}
