using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Delivery.Reports;
using Pipeline.Governance.Runs;

namespace Pipeline.Delivery.Runs;

/// <summary>Compared runs for a console of 80 columns.</summary>
internal sealed class ComparisonText(IDeliveryFace face)
{
    private const int MostAcross = 4;
    private const int MostInCell = 28;

    /// <param name="runs">The first is what the others are held against.</param>
    /// <param name="comparisons">Of each of the others.</param>
    public void Write(IReadOnlyList<LoadedRun> runs, IReadOnlyList<RunComparison> comparisons)
    {
        face.Write([$"runs of {runs[0].Found.Run.Model}, held against the first", .. runs.Select(Title)]);
        WriteDifferences(runs);
        foreach (var comparison in comparisons)
            Write(comparison);
    }

    private static string Title(LoadedRun run)
    {
        var found = run.Found;
        var version = found.Version is { } number ? $", version {number}" : "";
        var status = found.Status == RunStatus.Finished ? "" : $", {found.Status.ToString().ToLowerInvariant()}";
        var tags = RunsText.Tags(found) is { Length: > 0 } text ? $", {text}" : "";
        return $"  {RunsText.Short(found)}  {RunsText.Time(found)}, {found[RunFactKind.Attribute, RunAttributes.Trainer]}"
            + $"{version}{status} by {found.Run.Act.Actor.Name}{tags}";
    }

    private void WriteDifferences(IReadOnlyList<LoadedRun> runs)
    {
        var all = RunDifference.Of(runs);
        var differences = all.Where(difference => !difference.IsOfSome).ToList();
        if (all.Count == 0)
        {
            face.Write(["options, data, sources and machine are the same"]);
            return;
        }

        if (all.Count > differences.Count)
            face.Write([$"only some have {string.Join(", ", all.Except(differences).Select(difference => difference.Name))}"]);
        if (differences.Count == 0)
            return;

        if (runs.Count > MostAcross)
        {
            face.Write(
            [
                "what differs:",
                .. differences.Select(difference => $"  {difference.Name}: {string.Join(" | ", difference.Values.Select(Cut))}"),
            ]);
            return;
        }

        face.Write(new ReportTable(
            ["differs", .. runs.Select(run => RunsText.Short(run.Found))],
            [.. differences.Select(difference => (IReadOnlyList<TableCell>)
                [new(difference.Name), .. difference.Values.Select(value => new TableCell(Cut(value)))])]));
    }

    private void Write(RunComparison comparison)
    {
        var (run, against) = (RunsText.Short(comparison.Run.Found), RunsText.Short(comparison.Against.Found));
        face.Write([$"{run} against {against}: {Note(comparison)}"]);
        if (comparison.Answers is not { } answers)
        {
            WriteApart(comparison);
            return;
        }

        face.Write(new ReportTable(
            ["metric", $"#{against}", $"#{run}", "difference, 95% interval", ""],
            [.. answers.Measurements.Select(Row)]));
        face.Write(["an interval with 0 in it may be chance"]);
    }

    /// <summary>On which rows two runs are compared, or why they are not.</summary>
    public static string Note(RunComparison comparison) => comparison.Answers switch
    {
        null => $"not compared on test rows. {comparison.WhyNot}",
        { IsOnTheSameRows: true } answers => $"on the same {answers.Rows} test rows",
        var answers => $"on the {answers.Rows} test rows that both were judged by, of {answers.Second} and {answers.First}: "
            + "their data or split differs",
    };

    private static IReadOnlyList<TableCell> Row(Measurement measurement)
    {
        if (measurement is not { Value: MeasuredValue.Number(var ours), Comparison: { } comparison }
            || comparison.Value is not MeasuredValue.Number(var theirs))
        {
            var reason = measurement.Value is MeasuredValue.NotMeasured(var why) ? why : "not measured";
            return [new(measurement.Name), new(""), new(""), new(reason, TableTone.Doubtful), new("")];
        }

        var difference = comparison.Difference;
        return
        [
            new(measurement.Name), new(RunsText.Figure(theirs)), new(RunsText.Figure(ours)),
            new($"{Signed(ours - theirs)}{(difference is null ? "" : $" [{Plain(difference.Low)},{Plain(difference.High)}]")}"),
            difference is null ? new("") : Says(difference, comparison.HigherIsBetter),
        ];
    }

    /// <summary>Only an interval that is wholly on one side says that one is better.</summary>
    private static TableCell Says(ConfidenceInterval difference, bool higherIsBetter) =>
        (difference.Low > 0, difference.High < 0) switch
        {
            (false, false) => new TableCell(""),
            var (isAbove, _) when isAbove == higherIsBetter => new TableCell("better", TableTone.Good),
            _ => new TableCell("worse", TableTone.Bad),
        };

    /// <summary>What each was on its own test rows, which says less.</summary>
    private void WriteApart(RunComparison comparison)
    {
        var (ours, theirs) = (Metrics(comparison.Run), Metrics(comparison.Against));
        var names = theirs.Keys.Concat(ours.Keys).Distinct().ToList();
        if (names.Count > 0)
        {
            face.Write(new ReportTable(
                ["metric", $"#{RunsText.Short(comparison.Against.Found)}", $"#{RunsText.Short(comparison.Run.Found)}"],
                [.. names.Select(name => (IReadOnlyList<TableCell>)
                    [new(name), new(theirs.GetValueOrDefault(name, "")), new(ours.GetValueOrDefault(name, ""))])]));
        }
    }

    private static Dictionary<string, string> Metrics(LoadedRun run) => run.Found.Facts
        .Where(fact => fact.Kind == RunFactKind.Metric && fact.Number is not null)
        .ToDictionary(fact => fact.Name, fact => RunsText.Figure(fact.Number!.Value));

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Plain(double value) => value.ToString("0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Cut(string value) => value.Length <= MostInCell ? value : $"{value[..(MostInCell - 1)]}…";
}
