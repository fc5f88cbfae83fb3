using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Evaluations;

namespace Pipeline.Delivery.Reports;

/// <summary>An evaluation for people, on the console and as Markdown: the gates first, and of those what failed.</summary>
internal sealed class GateReport(EvaluationDocument evaluation)
{
    private const double MostInDigits = 1e9;
    private const double LeastInDigits = 5e-4;
    private const string Plain = "0.0000";

    /// <summary>The gates.</summary>
    public ReportTable Table => new(["verdict", "gate", "#value", "interval", "limit"], [.. Gates.Select(Row)]);

    private IEnumerable<CheckResult> Gates => evaluation.Report.Results
        .OrderByDescending(x => x.Fails).ThenByDescending(x => x.Verdict.Outcome);

    /// <summary>The gates as a table, and below it a sentence for each that did not pass.</summary>
    public void Write(IDeliveryFace face)
    {
        if (evaluation.Report.Results.Count > 0)
        {
            face.Write(Table);
            face.Write(Gates.Where(x => x.Verdict.Outcome != Outcome.Passed)
                .Select(x => $"  {Word(x.Verdict.Outcome),-12}  {x.Check.Id}: {x.Verdict.Reason}"));
        }

        face.Write(BaselineTable.Lines(evaluation));
    }

    /// <summary>The page of the whole evaluation, with figures.</summary>
    public string ToPage() => EvaluationReport.Render(evaluation);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        var verdict = evaluation.Report.Fails ? "❌ did not pass its gates" : "✅ passed its gates";
        text.Append(CultureInfo.InvariantCulture, $"### {evaluation.Name} {verdict}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{evaluation.Report.Summary}; model `{evaluation.Model.Brief}`, ");
        text.Append(CultureInfo.InvariantCulture, $"{evaluation.Rows} test rows.\n\n");
        text.Append("| Verdict | Gate | Value | Interval | Limit | |\n| --- | --- | ---: | --- | --- | --- |\n");
        foreach (var gate in Gates)
        {
            string[] cells = [.. Row(gate).Select(x => x.Text), gate.Verdict.Reason];
            text.Append(Line([$"{Sign(gate)} {cells[0]}", .. cells[1..]]));
        }

        text.Append("\n| Metric | Value | Interval | Samples |\n| --- | ---: | --- | ---: |\n");
        foreach (var metric in evaluation.Measurements)
            text.Append(Line([metric.Name, Value(metric), Interval(metric), $"{metric.Samples}"]));
        if (BaselineTable.Of(evaluation) is { } baselines)
            Append(text, baselines);
        return text.ToString();
    }

    private static void Append(StringBuilder text, AnswerTable table)
    {
        var numbers = string.Concat(Enumerable.Repeat(" ---: |", table.Heads.Count - 1));
        text.Append('\n').Append(Line(table.Heads)).Append(CultureInfo.InvariantCulture, $"| --- |{numbers}\n");
        foreach (var row in table.Rows)
            text.Append(Line([row.Name, .. row.Values.Select(x => x.ToString("0.0000", CultureInfo.InvariantCulture))]));
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(MarkdownText.Cell))} |\n";

    private static IReadOnlyList<TableCell> Row(CheckResult gate) =>
    [
        new($"{Word(gate.Verdict.Outcome)}{(gate is { IsBad: true, Fails: false } ? " (warns)" : "")}", ToneOf(gate)),
        new(gate.Measurement.Slice is { } slice ? $"{gate.Measurement.Name}, {slice}" : gate.Measurement.Name),
        new(Value(gate.Measurement)),
        new(Interval(gate.Measurement)),
        new($"{gate.Check.Criterion}"),
    ];

    private static TableTone ToneOf(CheckResult gate) =>
        gate.Fails ? TableTone.Bad
        : gate.IsBad ? TableTone.Doubtful
        : gate.Verdict.Outcome == Outcome.Passed ? TableTone.Good
        : TableTone.Plain;

    private static string Value(Measurement measurement) => measurement.Value switch
    {
        MeasuredValue.Number x => $"{End(x.Value, Plain)} {measurement.Unit}".TrimEnd(),
        MeasuredValue.Text x => x.Value,
        _ => "none",
    };

    /// <summary>Of what was compared, how much better or worse it may be.</summary>
    private static string Interval(Measurement measurement) => measurement switch
    {
        { Comparison.Difference: { IsUsable: true } x } => Range(x, "+0.0000;-0.0000"),
        { Interval: { IsUsable: true } x } => Range(x, Plain),
        _ => "",
    };

    private static string Range(ConfidenceInterval interval, string format) =>
        $"{End(interval.Low, format)} to {End(interval.High, format)}";

    /// <summary>An end of which nothing is known is the greatest double, with 309 digits; a cost may be too small.</summary>
    private static string End(double value, string format)
    {
        var isTiny = format == Plain && Math.Abs(value) is > 0 and < LeastInDigits;
        return value.ToString(isTiny || Math.Abs(value) >= MostInDigits ? "G4" : format, CultureInfo.InvariantCulture);
    }

    private static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Sign(CheckResult gate) => gate.Fails ? "❌" : gate.Verdict.Outcome == Outcome.Passed ? "✅" : "➖";
}
