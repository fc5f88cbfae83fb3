using System.Globalization;
using Pipeline.Delivery.Reports;
using Pipeline.Governance.Runs;
using Pipeline.Models;

namespace Pipeline.Delivery.Runs;

/// <summary>Runs as a table for a console of 80 columns: what no run of it has gets no column.</summary>
/// <param name="place">Whose runs they are.</param>
/// <param name="metrics">In the order of reports: the first that runs have sums them up.</param>
/// <param name="query">What was asked for.</param>
internal sealed class RunsText(ModelPlace place, IReadOnlyList<IMetric> metrics, RunQuery query)
{
    public const int ShortLength = 8;

    /// <summary>What is not asked about is one number: the table has 80 columns.</summary>
    private const int MostAskedMetrics = 3;

    /// <summary>Of an id so much that people need not write more of it.</summary>
    public static string Short(FoundRun run) => $"{run.Run.Id}"[..ShortLength];

    /// <summary>"stage=candidate team=risk".</summary>
    public static string Tags(FoundRun run) => string.Join(' ', run.Facts
        .Where(fact => fact.Kind == RunFactKind.Tag).Select(fact => $"{fact.Name}={fact.Text}"));

    /// <summary>A metric as people compare it: four digits behind the point, of large numbers fewer.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1e6 or (> 0 and < 1e-3) => value.ToString("0.000e0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>When a run began in UTC, or was recorded where it does not say: "2026-01-31 12:00".</summary>
    public static string Time(FoundRun run) => (run[RunFactKind.Attribute, RunAttributes.Started]
        ?? run.Run.Act.Time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture))[..16];

    public ReportTable Table(IReadOnlyList<FoundRun> runs)
    {
        var (hasStatus, hasVersion, hasTags) = (
            runs.Any(run => run.Status != RunStatus.Finished),
            runs.Any(run => run.Version is not null),
            runs.Any(run => Tags(run).Length > 0));
        var shown = Shown(runs);
        var sameYear = runs.DistinctBy(run => Time(run)[..4]).Count() == 1 ? "2026-".Length : 0;
        return new ReportTable(
            [
                "run", "started", "trainer",
                .. shown.Select(name => $"#{name}"),
                .. hasVersion ? ["#version"] : Array.Empty<string>(),
                .. hasStatus ? ["status"] : Array.Empty<string>(),
                .. hasTags ? ["tags"] : Array.Empty<string>(),
            ],
            [.. runs.Select(Row)]);

        IReadOnlyList<TableCell> Row(FoundRun run) =>
        [
            new(Short(run)), new(Time(run)[sameYear..]), new(run[RunFactKind.Attribute, RunAttributes.Trainer] ?? ""),
            .. shown.Select(name => new TableCell(Value(run, name))),
            .. hasVersion ? [new TableCell($"{run.Version}")] : Array.Empty<TableCell>(),
            .. hasStatus ? [Status(run.Status)] : Array.Empty<TableCell>(),
            .. hasTags ? [new TableCell(Tags(run))] : Array.Empty<TableCell>(),
        ];
    }

    /// <summary>How many there are, and what can be done with them.</summary>
    public IReadOnlyList<string> Below(FoundRuns found)
    {
        if (found.All == 0)
            return [$"{place.Name} has no runs yet: './build.sh Train{place.Option}' makes one"];
        var all = found.All == 1 ? "1 run" : $"{found.All} runs";
        if (found.Found == 0)
            return [$"none of the {all} of {place.Name} fulfils the condition"];
        var shown = found.Runs.Count < found.Found ? $"{found.Runs.Count} of " : "";
        var which = query.Filter is null ? $"{all} of {place.Name}" : $"{found.Found} that fulfil the condition, of {all}";
        var order = query.Order.Count == 0 ? ", newest first" : "";
        return found.Runs.Count < 2
            ? [$"{shown}{which}{order}"]
            :
            [
                $"{shown}{which}{order}",
                $"compare: ./build.sh CompareRuns --runs {Short(found.Runs[0])},{Short(found.Runs[1])}{place.Option}",
            ];
    }

    /// <summary>The metrics that were asked about, or the one that sums up.</summary>
    private IReadOnlyList<string> Shown(IReadOnlyList<FoundRun> runs)
    {
        var known = runs.SelectMany(run => run.Facts)
            .Where(fact => fact.Kind == RunFactKind.Metric).Select(fact => fact.Name).ToHashSet(StringComparer.Ordinal);
        List<string> asked = [.. Names(query).Where(known.Contains).Distinct().Take(MostAskedMetrics)];
        return asked.Count > 0 ? asked : [.. metrics.Select(metric => metric.Name).Where(known.Contains).Take(1)];
    }

    private static IEnumerable<string> Names(RunQuery query) =>
        [.. query.Order.Select(order => order.Name.Name), .. query.Filter is { } filter ? Names(filter) : []];

    private static IEnumerable<string> Names(RunFilter filter) => filter switch
    {
        RunFilter.And x => [.. Names(x.Left), .. Names(x.Right)],
        RunFilter.Or x => [.. Names(x.Left), .. Names(x.Right)],
        RunFilter.Not x => Names(x.Inner),
        RunFilter.Compare x => [x.Name.Name],
        RunFilter.In x => [x.Name.Name],
        _ => [],
    };

    private static string Value(FoundRun run, string metric) =>
        run.Facts.FirstOrDefault(fact => fact.Kind == RunFactKind.Metric && fact.Name == metric)?.Number is { } number
            ? Figure(number)
            : "";

    private static TableCell Status(RunStatus status) => status switch
    {
        RunStatus.Finished => new TableCell("finished", TableTone.Good),
        RunStatus.Failed => new TableCell("failed", TableTone.Bad),
        _ => new TableCell("killed", TableTone.Doubtful),
    };
}
