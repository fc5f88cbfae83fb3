using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Reports;

/// <summary>A model beside answers that need no model: what is no better than these is not worth one.</summary>
internal static class BaselineTable
{
    /// <summary>How many metrics a line of the console has room for.</summary>
    private const int MostInLine = 3;

    /// <summary>
    /// By metric, the model and each baseline; without metrics that one of them has no value for. Null for none.
    /// </summary>
    public static AnswerTable? Of(EvaluationDocument evaluation)
    {
        var rows = evaluation.Measurements
            .Select(x => (x.Name, Values: Values(evaluation, x)))
            .Where(x => x.Values.All(y => y is not null))
            .Select(x => new AnswerTableRow(x.Name, [.. x.Values.Select(y => y!.Value)])).ToList();
        return evaluation.Baselines.Count == 0 || rows.Count == 0 ? null : new AnswerTable(
            "Baselines", ["metric", "this model", .. evaluation.Baselines.Select(x => $"{x.Name} ({x.Answer})")], rows);
    }

    /// <summary>A line for each: "baseline prior, a probability of 0.24: roc_auc 0.5 (0.91)".</summary>
    public static IEnumerable<string> Lines(EvaluationDocument evaluation) => evaluation.Baselines.Select(baseline =>
    {
        var told = evaluation.Measurements.Zip(baseline.Measurements)
            .Where(x => x is { First.Value: MeasuredValue.Number, Second.Value: MeasuredValue.Number })
            .Take(MostInLine).Select(x => $"{x.First.Name} {Figure(x.Second)} (here {Figure(x.First)})");
        return $"  baseline      {baseline.Name}, {baseline.Answer}: {string.Join(", ", told)}";
    });

    private static IReadOnlyList<double?> Values(EvaluationDocument evaluation, Measurement measurement) =>
    [
        Value(measurement),
        .. evaluation.Baselines.Select(x => x.Measurements.FirstOrDefault(y => y.Name == measurement.Name) is { } measured
            ? Value(measured)
            : null),
    ];

    private static double? Value(Measurement measurement) => measurement.Value is MeasuredValue.Number x ? x.Value : null;

    private static string Figure(Measurement measurement) =>
        Value(measurement)!.Value.ToString("0.0000", CultureInfo.InvariantCulture);
}
