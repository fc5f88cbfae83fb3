using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Runs;
using Pipeline.Statistics;

namespace Pipeline.Delivery.Runs;

/// <summary>Makes the content of a page of what is known of runs.</summary>
/// <param name="metrics">All that are known, in the order of reports.</param>
/// <param name="champion">The version that production serves; null where there is none.</param>
internal sealed class RunsPageMaker(IReadOnlyList<IMetric> metrics, RegisteredVersion? champion)
{
    private const int MostPoints = 200;
    private const double Megabyte = 1e6;

    /// <param name="shown">The runs of the page, newest first, the compared ones among them.</param>
    /// <param name="compared">The first is what the others are held against.</param>
    /// <param name="comparisons">Of each of the others.</param>
    public RunsPageContent Make(
        IReadOnlyList<LoadedRun> shown, IReadOnlyList<LoadedRun> compared, IReadOnlyList<RunComparison> comparisons)
    {
        var named = Named(shown);
        var (importance, why) = Importance(shown, named);
        return new RunsPageContent
        {
            Model = $"{compared[0].Found.Run.Model}",
            Written = "",
            All = shown.Count,
            Metrics = named,
            Runs = [.. shown.Select(Run)],
            Compared = [.. compared.Select(run => $"{run.Found.Run.Id}")],
            Differences =
                [.. RunDifference.Of(compared).Select(difference => new PageDifference(difference.Name, difference.Values))],
            Comparisons = [.. comparisons.Select(Comparison)],
            Importance = importance,
            WhyNoImportance = why,
        };
    }

    /// <summary>The trials of a search.</summary>
    public static PageSearch Search(SearchDocument search) => new(
        $"{search.Trainer}, {search.Trials.Count} trials by {search.Method}, each measured on {search.Validation}: "
        + string.Join(", ", search.Parameters.Select(option => option.Name)),
        search.Metric,
        search.HigherIsBetter,
        [
            .. search.Trials.Select(trial => new PageTrial(
                trial.Number, trial.State.ToString().ToLowerInvariant(), trial.State == TrialState.Failed ? null : trial.Value)),
        ]);

    /// <summary>Those that runs have, in the order of reports; what the build does not know any more comes last.</summary>
    private IReadOnlyList<PageMetric> Named(IReadOnlyList<LoadedRun> runs)
    {
        var has = runs.SelectMany(run => run.Found.Facts)
            .Where(fact => fact is { Kind: RunFactKind.Metric, Number: not null }).Select(fact => fact.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. metrics.DistinctBy(metric => metric.Name).Where(metric => has.Contains(metric.Name))
                .Select(metric => new PageMetric(metric.Name, metric.HigherIsBetter)),
            .. has.Except(metrics.Select(metric => metric.Name)).Order(StringComparer.Ordinal)
                .Select(name => new PageMetric(name, IsHigherBetter(name))),
        ];
    }

    /// <summary>A metric on other rows is as good as the one that it is named after: "train_log_loss".</summary>
    private bool IsHigherBetter(string name) => metrics.FirstOrDefault(metric =>
        name.EndsWith($"_{metric.Name}", StringComparison.Ordinal))?.HigherIsBetter ?? true;

    private PageRun Run(LoadedRun run)
    {
        var found = run.Found;
        return new PageRun
        {
            Id = $"{found.Run.Id}",
            Started = RunsText.Time(found),
            Trainer = found[RunFactKind.Attribute, RunAttributes.Trainer] ?? run.Document?.Trainer ?? "",
            Status = found.Status.ToString().ToLowerInvariant(),
            Version = found.Version?.Number,
            IsChampion = champion is not null && found.Version == champion.Version,
            Tags = Facts(found, RunFactKind.Tag),
            Parameters = run.Document is { Parameters.Count: > 0 } document
                ? document.Parameters
                : Facts(found, RunFactKind.Parameter),
            Metrics = Values(run),
            Curves = [.. (run.Document?.Curves ?? []).Select(Curve)],
            Facts = [.. Known(run)],
            Notes = [.. found.Notes.Select(note => string.Create(
                CultureInfo.InvariantCulture,
                $"{note.Text}\n{note.Act.Actor.Name}, {note.Act.Time.UtcDateTime:yyyy-MM-dd HH:mm}"))],
        };
    }

    private static Dictionary<string, string> Facts(FoundRun run, RunFactKind kind) =>
        run.Facts.Where(fact => fact.Kind == kind).ToDictionary(fact => fact.Name, fact => fact.Text, StringComparer.Ordinal);

    private static Dictionary<string, PageValue> Values(LoadedRun run)
    {
        var intervals = (run.Evaluation?.Measurements ?? []).Where(measurement => measurement.Slice is null)
            .ToDictionary(measurement => measurement.Name, measurement => measurement.Interval, StringComparer.Ordinal);
        return run.Found.Facts.Where(fact => fact is { Kind: RunFactKind.Metric, Number: not null })
            .ToDictionary(
                fact => fact.Name,
                fact => intervals.GetValueOrDefault(fact.Name) is { } interval && IsFinite(interval)
                    ? new PageValue(fact.Number!.Value, interval.Low, interval.High)
                    : new PageValue(fact.Number!.Value),
                StringComparer.Ordinal);
    }

    /// <summary>An interval of which nothing is known reaches as far as numbers do, and no picture could show it.</summary>
    private static bool IsFinite(ConfidenceInterval interval) =>
        interval.Low > double.MinValue && interval.High < double.MaxValue;

    /// <summary>Evenly thinned out, with both ends: a page has fewer pixels than a training has trees.</summary>
    private static PageCurve Curve(MetricCurve curve)
    {
        var points = curve.Points;
        var shown = points.Count <= MostPoints
            ? points
            : [.. Enumerable.Range(0, MostPoints).Select(at => points[(int)((long)at * (points.Count - 1) / (MostPoints - 1))])];
        return new PageCurve(curve.Metric, curve.Unit, [.. shown.Select(point => new[] { point.Iteration, point.Value })]);
    }

    private static IEnumerable<KeyValuePair<string, string>> Known(LoadedRun run)
    {
        var found = run.Found;
        var around = run.Circumstances;
        (string, string?)[] facts =
        [
            ("by", found.Run.Act.Actor.Name),
            ("error", run.Failure?.Error ?? found[RunFactKind.Attribute, RunAttributes.Error]),
            ("took", Seconds(found[RunFactKind.Attribute, RunAttributes.Duration])),
            ("processor time", Seconds(found[RunFactKind.Attribute, RunAttributes.Cpu])),
            ("memory", around?.PeakMemory > 0
                ? (around.PeakMemory / Megabyte).ToString("0 MB", CultureInfo.InvariantCulture)
                : null),
            ("rows", found[RunFactKind.Attribute, RunAttributes.Rows]),
            ("data", $"{around?.Data?.Path} {found.Run.Dataset.Brief}".Trim()),
            ("data version", around?.Data?.Version is { } version ? $"{version.Pointer} {version.Md5}" : null),
            ("commit", around?.Source is { } source
                ? $"{source.Commit[..Math.Min(12, source.Commit.Length)]}{(source.IsDirty is true ? ", with changes" : "")}"
                : null),
            ("machine", around is null
                ? null
                : $"{around.Environment.System}, {around.Environment.Architecture}, {around.Environment.Processors} processors, "
                    + around.Environment.Runtime),
            ("libraries", around is null
                ? null
                : string.Join(", ", around.Environment.Libraries.Select(library => $"{library.Key} {library.Value}"))),
        ];
        return facts.Where(fact => !string.IsNullOrEmpty(fact.Item2))
            .Select(fact => KeyValuePair.Create(fact.Item1, fact.Item2!));
    }

    private static string? Seconds(string? text) => text is null ? null : $"{text} s";

    private static PageComparison Comparison(RunComparison comparison) => new(
        $"{comparison.Run.Found.Run.Id}",
        $"{comparison.Against.Found.Run.Id}",
        ComparisonText.Note(comparison),
        [
            .. from measurement in comparison.Answers?.Measurements ?? []
               let ours = measurement.Value as MeasuredValue.Number
               let theirs = measurement.Comparison?.Value as MeasuredValue.Number
               let difference = measurement.Comparison?.Difference
               where ours is not null && theirs is not null && difference is not null && IsFinite(difference)
               select new PageComparedMetric(
                   measurement.Name, ours.Value, theirs.Value, difference.Low, difference.High,
                   measurement.Comparison!.HigherIsBetter),
        ]);

    private static (PageImportance?, string?) Importance(IReadOnlyList<LoadedRun> runs, IReadOnlyList<PageMetric> named)
    {
        if (named.Count == 0)
            return (null, "No run was evaluated yet.");
        var metric = named[0].Name;
        var measured = runs.Where(run => run.Found.Status == RunStatus.Finished && Value(run) is not null).ToList();
        if (measured.Count < ParameterImportance.LeastRows)
        {
            return (null, $"{measured.Count} runs have {metric}; from {ParameterImportance.LeastRows} on it can be said which "
                + "parameters matter.");
        }

        var values = measured.ConvertAll(run => Chosen(run.Found));
        string[] names = [.. values.SelectMany(run => run.Keys).Distinct().Order(StringComparer.Ordinal).Where(name =>
            // That a trainer lacks a parameter is the trainer's difference, not the parameter's.
            values.Select(run => run.GetValueOrDefault(name)).OfType<string>().Distinct().Count() > 1)];
        var explained = names.Length == 0 ? null : ParameterImportance.Of(
            values.ConvertAll(run => (IReadOnlyList<string?>)[.. names.Select(name => run.GetValueOrDefault(name))]),
            measured.ConvertAll(run => Value(run)!.Value));
        if (explained is null)
            return (null, $"All {measured.Count} runs have the same parameters, or the same {metric}.");
        if (explained.Determination <= 0)
        {
            return (null, $"{measured.Count} runs are too few, or too much alike, to say which parameters matter to {metric}: a "
                + "forest that learned from some of them cannot tell the others apart.");
        }

        var method = string.Create(
            CultureInfo.InvariantCulture,
            $"The share of {metric}'s variance over {measured.Count} runs that each parameter explains alone, by functional "
            + $"ANOVA on a random forest (Hutter and others 2014), whose R² on runs left out is {explained.Determination:0.00}. "
            + $"What is missing to 100% are parameters together and chance.");
        var shares = names.Zip(explained.Shares, (name, share) => new PageShare(name, share));
        return (new PageImportance(metric, method, [.. shares.OrderByDescending(share => share.Share)]), null);

        double? Value(LoadedRun run) =>
            run.Found.Facts.FirstOrDefault(fact => fact.Kind == RunFactKind.Metric && fact.Name == metric)?.Number;
    }

    private static Dictionary<string, string> Chosen(FoundRun run) =>
        run.Facts.Where(fact => fact.Kind == RunFactKind.Parameter
            || fact is { Kind: RunFactKind.Attribute, Name: RunAttributes.Trainer or RunAttributes.Seed })
            .ToDictionary(fact => fact.Name, fact => fact.Text, StringComparer.Ordinal);
}
