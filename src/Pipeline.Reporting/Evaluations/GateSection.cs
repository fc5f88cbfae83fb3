using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

/// <summary>What the model must hold to, and whether it does; and how it compares with the champion.</summary>
internal static class GateSection
{
    public static ReportSection Gates(EvaluationDocument document) => new(
        "gates", "Gates", $"What the model is held to. {document.Report.Summary}.")
    {
        Grids = document.Report.Results.Count == 0 ? [] :
        [
            new ReportGrid(
                ["verdict", "gate", "#value", "#interval", "limit", "why"],
                [.. document.Report.Results.OrderByDescending(gate => gate.Fails)
                    .ThenByDescending(gate => gate.Verdict.Outcome).Select(Row)]),
        ],
    };

    /// <summary>The differences to what gates compare with, each with its interval.</summary>
    public static ReportSection Comparisons(EvaluationDocument document)
    {
        var compared = document.Report.Results
            .Where(gate => gate.Measurement is { Value: MeasuredValue.Number, Comparison.Value: MeasuredValue.Number }).ToList();
        var rows = compared.Select(Difference).OfType<PlotRow>().ToList();
        return new ReportSection("comparison", "Against others", "The same rows, answered by both models.")
        {
            Figures = rows.Count == 0 ? [] :
            [
                new ReportFigure(
                    "comparison",
                    new RowPlot
                    {
                        Title = "Gain over what is compared with",
                        X = "gain; right of 0 this model is better",
                        Rows = rows,
                        Reference = 0,
                    },
                    "An interval that is wholly right of the line is a gain that chance alone does not explain."),
            ],
            Grids = compared.Count == 0 ? [] :
            [
                new ReportGrid(
                    ["gate", "compared with", "#this model", "#other", "#difference"],
                    [.. compared.Select(gate => (IReadOnlyList<ReportCell>)
                    [
                        Subject(gate),
                        gate.Measurement.Comparison!.Reference,
                        MeasurementWords.Value(gate.Measurement),
                        Figure.WithUnit(gate.Measurement.Comparison.Value, gate.Measurement.Unit),
                        MeasurementWords.Interval(gate.Measurement.Comparison.Difference),
                    ])]),
            ],
        };
    }

    public static string Word(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    private static IReadOnlyList<ReportCell> Row(CheckResult gate) =>
    [
        new(gate is { IsBad: true, Fails: false } ? $"{Word(gate.Verdict.Outcome)}, warns" : Word(gate.Verdict.Outcome),
            Word(gate.Verdict.Outcome)),
        Subject(gate),
        MeasurementWords.Value(gate.Measurement),
        MeasurementWords.Interval(gate.Measurement.Comparison?.Difference ?? gate.Measurement.Interval),
        gate.Check.Criterion.ToString(),
        new(gate.Verdict.Reason) { IsReason = true },
    ];

    /// <summary>
    /// The middle of the interval of the difference, turned so that more is better; null where nothing is known.
    /// </summary>
    private static PlotRow? Difference(CheckResult gate)
    {
        var comparison = gate.Measurement.Comparison!;
        if (MeasurementWords.Usable(comparison.Difference) is not { } difference)
            return null;
        var better = comparison is { HigherIsBetter: true, IsOfDistance: false };
        var (low, high) = better ? (difference.Low, difference.High) : (-difference.High, -difference.Low);
        return new PlotRow(
            Subject(gate), (low + high) / 2, low, high, $"{Figure.Of(low)} to {Figure.Of(high)}")
        { Style = low > 0 ? "c1" : "c0" };
    }

    private static string Subject(CheckResult gate) => gate.Measurement.Slice is { } slice
        ? $"{gate.Measurement.Name}, {slice}"
        : gate.Measurement.Name;
}
