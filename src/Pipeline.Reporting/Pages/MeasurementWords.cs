using Pipeline.Core.Checks;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Pages;

/// <summary>Measurements as a report has them: as words, and as rows of a plot.</summary>
internal static class MeasurementWords
{
    /// <summary>Ends of intervals beyond it are those of which nothing is known.</summary>
    private const double Known = 1e300;

    public static double? NumberOf(Measurement? measurement) =>
        measurement?.Value is MeasuredValue.Number number ? number.Value : null;

    public static Measurement? Find(IEnumerable<Measurement> measurements, string name) =>
        measurements.FirstOrDefault(measurement => measurement.Name == name);

    /// <summary>Null where there is none, or nothing is known of an end.</summary>
    public static ConfidenceInterval? Usable(ConfidenceInterval? interval) =>
        interval is { IsUsable: true } usable && usable.Low > -Known && usable.High < Known ? usable : null;

    public static string Interval(ConfidenceInterval? interval) =>
        Usable(interval) is { } usable ? $"{Figure.Of(usable.Low)} to {Figure.Of(usable.High)}" : "";

    public static string Value(Measurement measurement) => Figure.WithUnit(measurement.Value, measurement.Unit);

    public static string Samples(Measurement measurement) =>
        measurement.Samples is { } samples ? Figure.OfWhole(samples) : "";

    /// <summary>"0.929 (0.925 to 0.934)", or the value alone.</summary>
    public static string WithInterval(Measurement measurement) => Interval(measurement.Interval) is { Length: > 0 } interval
        ? $"{Value(measurement)} ({interval})"
        : Value(measurement);

    /// <summary>"0.929 of 1,234": the value, and how many rows it rests on.</summary>
    public static string Based(Measurement measured) =>
        measured.Samples is { } samples ? $"{Value(measured)} of {Figure.OfWhole(samples)}" : Value(measured);

    /// <param name="label">What the row is.</param>
    /// <param name="measurement">What is drawn; without a number there is only the label.</param>
    /// <param name="note">What stands behind; the value where null.</param>
    public static PlotRow Row(string label, Measurement measurement, string? note = null)
    {
        var (value, interval) = (NumberOf(measurement), Usable(measurement.Interval));
        return value is { } number
            ? new PlotRow(label, number, interval?.Low, interval?.High, note ?? Figure.Of(number))
            : new PlotRow(label, null, null, null, "no value");
    }

    /// <summary>A table of metrics, one row for each measurement.</summary>
    /// <param name="head">What stands first.</param>
    /// <param name="measurements">With what stands first of each.</param>
    public static ReportGrid Grid(string head, IEnumerable<(string First, Measurement Measurement)> measurements) => new(
        [head, "metric", "#value", "#interval", "#samples"],
        [.. measurements.Select(row => (IReadOnlyList<ReportCell>)
        [
            row.First, row.Measurement.Name, Value(row.Measurement), Interval(row.Measurement.Interval), Samples(row.Measurement),
        ])]);
}
