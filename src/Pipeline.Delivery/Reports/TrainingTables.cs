using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Reports;

/// <summary>What a training found out beside its model, as tables of at most 80 columns.</summary>
internal static class TrainingTables
{
    private const int MostOfASetting = 54;

    public static IReadOnlyList<ReportTable> Of(RunDocument run)
    {
        var tables = new List<ReportTable>();
        if (run.Search is { } search)
        {
            tables.Add(new ReportTable(
                ["best trials", $"#{search.Metric}"],
                [.. search.Top.Rows.SelectMany(row => Lines(row.Name, Figure(row.Values[0])))]));
        }

        if (run.CrossValidation is { } scores)
        {
            tables.Add(new ReportTable(
                [$"{scores.Folds.Count} folds {scores.Division}", "#mean", "interval"],
                [.. scores.Measurements.Select(Row)]));
        }

        return tables;
    }

    /// <summary>A setting of many options takes several lines.</summary>
    private static IEnumerable<IReadOnlyList<TableCell>> Lines(string setting, string value)
    {
        var line = "";
        foreach (var part in setting.Split(", "))
        {
            var longer = line.Length == 0 ? part : $"{line}, {part}";
            if (line.Length > 0 && longer.Length > MostOfASetting)
            {
                yield return Row($"{line},");
                (line, value) = ($"    {part}", "");
            }
            else
            {
                line = longer;
            }
        }

        yield return Row(line);

        IReadOnlyList<TableCell> Row(string text) => [new(text), new(value)];
    }

    private static IReadOnlyList<TableCell> Row(Measurement measured) => measured switch
    {
        { Value: MeasuredValue.Number { Value: var mean }, Interval: { } interval } =>
            [new(measured.Name), new(Figure(mean)), new($"{Figure(interval.Low)} to {Figure(interval.High)}")],
        { Value: MeasuredValue.NotMeasured { Reason: var reason } } => [new(measured.Name), new("none"), new(reason)],
        _ => [new(measured.Name), new(""), new("")],
    };

    private static string Figure(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.0000" : "0.##", CultureInfo.InvariantCulture);
}
