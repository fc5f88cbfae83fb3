using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>
/// What a search tried, and what came of it. The best trial's options are those that the model was trained with.
/// </summary>
[DocumentSchema("search", 1)]
public sealed record SearchDocument : Document
{
    public required ModelName Name { get; init; }

    public required ModelTask Task { get; init; }

    public required string Trainer { get; init; }

    /// <summary>Of all that decides what a trial comes to; how long the search may take is no part of it.</summary>
    public required Digest Search { get; init; }

    /// <summary>"grid", "random" or "bayes".</summary>
    public required string Method { get; init; }

    /// <summary>What trials are compared by.</summary>
    public required string Metric { get; init; }

    public required bool HigherIsBetter { get; init; }

    /// <summary>What trials are measured on: "a fifth of the train rows, held out" or "5 folds".</summary>
    public required string Validation { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>What was tried, in the order of the manifest.</summary>
    public required IReadOnlyList<SearchedOption> Parameters { get; init; }

    /// <summary>In the order of their numbers.</summary>
    public required IReadOnlyList<SearchTrial> Trials { get; init; }

    /// <summary>The number of the best one.</summary>
    public required int Best { get; init; }

    /// <summary>Why there are no more.</summary>
    public required SearchEnd End { get; init; }

    /// <summary>Of these, how many an interrupted search had tried before.</summary>
    public int TakenOver { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The finished trials, the best first.</summary>
    public IReadOnlyList<SearchTrial> Ranked() =>
    [
        .. Trials.Where(trial => trial.State == TrialState.Finished)
            .OrderBy(trial => HigherIsBetter ? -trial.Value : trial.Value).ThenBy(trial => trial.Number),
    ];

    /// <summary>The best trials with their settings, for people.</summary>
    /// <param name="most">How many.</param>
    public AnswerTable ToTable(int most) => new(
        $"Best of {Trials.Count} trials by {Metric}, on {Validation}",
        ["trial", Metric],
        [.. Ranked().Take(most).Select(trial => new AnswerTableRow($"{trial}", [trial.Value!.Value]))]);
}

/// <summary>What a run says of the search that found its options; all of it is in the search document.</summary>
public sealed record SearchOutcome
{
    private const int MostShown = 5;

    /// <summary>As <see cref="SearchDocument.Search"/>.</summary>
    public required Digest Search { get; init; }

    /// <summary>"grid", "random" or "bayes".</summary>
    public required string Method { get; init; }

    /// <summary>How many there were.</summary>
    public required int Trials { get; init; }

    /// <summary>The number of the best one.</summary>
    public required int Best { get; init; }

    /// <summary>What they were compared by.</summary>
    public required string Metric { get; init; }

    /// <summary>Of the best one: too good to be true, as it was chosen for it.</summary>
    public required double Value { get; init; }

    /// <summary>The options that were searched.</summary>
    public required IReadOnlyList<string> Options { get; init; }

    /// <summary>The trials that were the best, for people.</summary>
    public required AnswerTable Top { get; init; }

    /// <summary>"50 trials by bayes, the best roc_auc 0.9273 in trial 37".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Trials} trials by {Method}, the best {Metric} {Value:0.####} in trial {Best}");

    public static SearchOutcome Of(SearchDocument search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return new SearchOutcome
        {
            Search = search.Search,
            Method = search.Method,
            Trials = search.Trials.Count,
            Best = search.Best,
            Metric = search.Metric,
            Value = search.Trials[search.Best - 1].Value!.Value,
            Options = [.. search.Parameters.Select(option => option.Name)],
            Top = search.ToTable(MostShown),
        };
    }
}

/// <summary>An option that was searched.</summary>
/// <param name="Name">Within the trainer's options: "booster.l2".</param>
/// <param name="Distribution">As W&amp;B names it.</param>
/// <param name="IsLog">Whether equal factors and not equal differences mean equally much.</param>
public sealed record SearchedOption(string Name, string Distribution, bool IsLog);

/// <summary>One setting of the options, and how good it was.</summary>
public sealed record SearchTrial
{
    /// <summary>Counted from 1.</summary>
    public required int Number { get; init; }

    /// <summary>By the option's name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Parameters { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    public required TrialState State { get; init; }

    /// <summary>
    /// Of the metric, over folds their mean; of one that was ended early, the last that is known; null if it failed.
    /// </summary>
    public double? Value { get; init; }

    /// <summary>Of each fold; one for a holdout.</summary>
    public IReadOnlyList<double> Folds { get; init; } = [];

    /// <summary>
    /// What it was worth after fewer iterations, where it was compared with others; the last point is the value.
    /// </summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>"37: leaves 12, learning-rate 0.05".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Number}: {string.Join(", ", Parameters.Select(pair => $"{pair.Key} {pair.Value}"))}");
}

/// <summary>What became of a trial; the better ones first.</summary>
public enum TrialState
{
    Finished,

    /// <summary>It was ended early.</summary>
    Stopped,

    Failed,
}

/// <summary>Why a search has no more trials.</summary>
public enum SearchEnd
{
    /// <summary>There were as many as were asked for.</summary>
    RunCap,

    /// <summary>The time was over.</summary>
    Minutes,

    /// <summary>A trial was as good as was asked for.</summary>
    Target,

    /// <summary>Every combination was tried.</summary>
    Grid,
}
