using System.Text.Json.Serialization;

namespace Pipeline.Core.Checks;

/// <summary>An outcome and the sentence that explains it with both numbers.</summary>
public sealed record Verdict
{
    /// <exception cref="ArgumentException">The reason is empty; only <see cref="Outcome.Passed"/> may go without one.</exception>
    [JsonConstructor]
    public Verdict(Outcome outcome, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (outcome != Outcome.Passed)
            ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        (Outcome, Reason) = (outcome, reason);
    }

    public Outcome Outcome { get; }

    /// <summary>One sentence in English, with numbers in the invariant culture; empty only for a plain pass.</summary>
    public string Reason { get; }

    public static Verdict Skipped(string reason) => new(Outcome.Skipped, reason);

    public static Verdict Passed(string reason = "") => new(Outcome.Passed, reason);

    public static Verdict Inconclusive(string reason) => new(Outcome.Inconclusive, reason);

    public static Verdict Errored(string reason) => new(Outcome.Errored, reason);

    public static Verdict Failed(string reason) => new(Outcome.Failed, reason);

    public override string ToString() => Reason.Length == 0 ? Outcome.ToString() : $"{Outcome}: {Reason}";
}

/// <summary>The end of one check, ordered from best to worst: of several, the greatest wins.</summary>
public enum Outcome
{
    /// <summary>The check does not apply here, for instance because there is no champion yet.</summary>
    Skipped,

    /// <summary>What was measured keeps to the criterion.</summary>
    Passed,

    /// <summary>There are too few samples, or the confidence interval lies on both sides of the limit.</summary>
    Inconclusive,

    /// <summary>The sensor broke; that says nothing about the thing it should have measured.</summary>
    Errored,

    /// <summary>What was measured breaks the criterion.</summary>
    Failed,
}
