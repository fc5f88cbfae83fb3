namespace Pipeline.Reporting.Runs;

/// <summary>What a page of runs shows. All texts are as they are: the page escapes them.</summary>
public sealed record RunsPageContent
{
    public required string Model { get; init; }

    /// <summary>When the page was written, as people read it.</summary>
    public required string Written { get; init; }

    /// <summary>How many runs the model has, also those that are not shown.</summary>
    public required int All { get; init; }

    /// <summary>In the order of reports: the first sums a model up.</summary>
    public required IReadOnlyList<PageMetric> Metrics { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PageRun> Runs { get; init; }

    /// <summary>The ids of the runs that are held against each other; the first is what the others are held against.</summary>
    public required IReadOnlyList<string> Compared { get; init; }

    /// <summary>What differs between the compared runs.</summary>
    public IReadOnlyList<PageDifference> Differences { get; init; } = [];

    /// <summary>Of each compared run but the first.</summary>
    public IReadOnlyList<PageComparison> Comparisons { get; init; } = [];

    /// <summary>Null where there is none; <see cref="WhyNoImportance"/> then says why.</summary>
    public PageImportance? Importance { get; init; }

    /// <summary>A sentence.</summary>
    public string? WhyNoImportance { get; init; }

    /// <summary>The last search; null where there was none.</summary>
    public PageSearch? Search { get; init; }
}

/// <param name="Name">In snake case.</param>
/// <param name="HigherIsBetter">Whether more of it is better.</param>
public sealed record PageMetric(string Name, bool HigherIsBetter);

/// <summary>One run.</summary>
public sealed record PageRun
{
    public required string Id { get; init; }

    /// <summary>In UTC: "2026-01-31 12:00".</summary>
    public required string Started { get; init; }

    public required string Trainer { get; init; }

    /// <summary>"finished", "failed" or "killed".</summary>
    public required string Status { get; init; }

    /// <summary>Null for a model that has none.</summary>
    public int? Version { get; init; }

    /// <summary>It is what production serves.</summary>
    public bool IsChampion { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>On the test rows.</summary>
    public IReadOnlyDictionary<string, PageValue> Metrics { get; init; } = new Dictionary<string, PageValue>();

    public IReadOnlyList<PageCurve> Curves { get; init; } = [];

    /// <summary>What else is known, for people, in this order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>With who wrote them, and when.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Value">Of a metric.</param>
/// <param name="Low">Of its interval; null where there is none.</param>
/// <param name="High">Of its interval; null where there is none.</param>
public sealed record PageValue(double Value, double? Low = null, double? High = null);

/// <summary>A metric while a model was made.</summary>
/// <param name="Metric">In snake case.</param>
/// <param name="Unit">What an iteration is.</param>
/// <param name="Points">Iteration and value.</param>
public sealed record PageCurve(string Metric, string Unit, IReadOnlyList<double[]> Points);

/// <param name="Name">"params.trees".</param>
/// <param name="Values">By compared run.</param>
public sealed record PageDifference(string Name, IReadOnlyList<string> Values);

/// <summary>A run held against another.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Against">The other's id.</param>
/// <param name="Note">On which rows, or why there is no comparison.</param>
/// <param name="Metrics">None where there is no comparison.</param>
public sealed record PageComparison(string Run, string Against, string Note, IReadOnlyList<PageComparedMetric> Metrics);

/// <param name="Name">In snake case.</param>
/// <param name="Value">Of the run.</param>
/// <param name="Against">Of the other.</param>
/// <param name="Low">Of the interval of "run minus other".</param>
/// <param name="High">Of the interval of "run minus other".</param>
/// <param name="HigherIsBetter">Whether more of it is better.</param>
public sealed record PageComparedMetric(
    string Name, double Value, double Against, double Low, double High, bool HigherIsBetter);

/// <summary>How much of a metric's differences parameters explain, each alone.</summary>
/// <param name="Metric">What is explained.</param>
/// <param name="Method">How it was found, for people who would check it.</param>
/// <param name="Shares">The largest first, each between 0 and 1.</param>
public sealed record PageImportance(string Metric, string Method, IReadOnlyList<PageShare> Shares);

/// <param name="Name">Of the parameter.</param>
/// <param name="Share">Of the metric's variance, from 0 to 1.</param>
public sealed record PageShare(string Name, double Share);

/// <summary>The trials of a search.</summary>
/// <param name="Title">"bayes, 50 trials, on 5 folds".</param>
/// <param name="Metric">What trials were compared by.</param>
/// <param name="HigherIsBetter">Whether more of it is better.</param>
/// <param name="Trials">In their order.</param>
public sealed record PageSearch(string Title, string Metric, bool HigherIsBetter, IReadOnlyList<PageTrial> Trials);

/// <param name="Number">Counted from 1.</param>
/// <param name="State">"finished", "stopped" before its end, or "failed".</param>
/// <param name="Value">Null for one that failed.</param>
public sealed record PageTrial(int Number, string State, double? Value);
