using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Core.Checks;

/// <summary>The sentences of verdicts. Numbers that differ are never printed alike.</summary>
internal static class Wording
{
    /// <summary>Smaller p-values are told as smaller.</summary>
    private const double LeastP = 0.0001;

    public static string Of(Criterion criterion) => Limit(criterion, "", Figures.Of);

    public static string Subject(Measurement measurement) => (measurement.Column, measurement.Slice) switch
    {
        (null, null) => measurement.Name,
        ({ } column, null) => $"{measurement.Name} in column '{column}'",
        (null, { } slice) => $"{measurement.Name} for {slice}",
        ({ } column, { } slice) => $"{measurement.Name} in column '{column}' for {slice}",
    };

    public static string Sentence(Measurement measurement, Criterion criterion)
    {
        if (measurement.Value is not MeasuredValue.Number { Value: var value })
            return $"{Subject(measurement)} is '{((MeasuredValue.Text)measurement.Value).Value}'; {criterion} is required.";
        var interval = criterion is Criterion.OneOf ? null : measurement.Interval;
        var figures = Figures.Distinct([value, .. Limits(criterion), .. Ends(interval)]);
        var range = interval is null ? "" : $" ({Range(interval, figures)})";
        var limit = Limit(criterion, measurement.Unit, figures);
        return $"{Subject(measurement)} is {Amount(value, measurement.Unit, figures)}{range}; {limit} is required.";
    }

    public static string Sentence(Measurement measurement, Criterion.NoWorseThan criterion, double difference)
    {
        var (comparison, unit) = (measurement.Comparison!, measurement.Unit);
        var value = ((MeasuredValue.Number)measurement.Value).Value;
        var reference = ((MeasuredValue.Number)comparison.Value).Value;
        var gain = comparison.HigherIsBetter ? difference : -difference;
        var interval = comparison.Difference;
        var figures = Figures.Distinct([value, reference, criterion.Margin, .. Ends(interval)]);
        var relation = gain == 0 ? "the same as"
            : $"{Amount(Math.Abs(gain), unit, figures)} {(gain > 0 ? "better" : "worse")} than";
        var range = interval is null ? "" : $" (difference {Range(interval, figures)}{Tested(comparison)})";
        return $"{Subject(measurement)} is {Amount(value, unit, figures)}, {relation} {criterion.Reference}'s "
            + $"{Amount(reference, unit, figures)}{range}; {Limit(criterion, unit, figures)} is required.";
    }

    /// <summary>What would settle a comparison that did not; empty where that is not known.</summary>
    public static string Power(Measurement measurement) =>
        measurement.Comparison is { SamplesNeeded: { } needed, Detectable: { } seen } ? string.Create(
            CultureInfo.InvariantCulture,
            $" About {needed:N0} rows would be needed to see a difference of {Amount(seen, measurement.Unit, Figures.Of)}.")
        : "";

    public static string LowConfidence(Measurement measurement, double offered, double required) =>
        $"{Subject(measurement)} was compared at a confidence of {Figures.Of(offered)}; {Figures.Of(required)} is required.";

    private static string Limit(Criterion criterion, string unit, Func<double, string> figures) => criterion switch
    {
        Criterion.AtLeast x => $"at least {Amount(x.Limit, unit, figures)}",
        Criterion.AtMost x => $"at most {Amount(x.Limit, unit, figures)}",
        Criterion.Between x => $"between {figures(x.Low)} and {Amount(x.High, unit, figures)}",
        Criterion.OneOf x => $"one of {string.Join(", ", x.Values)}",
        Criterion.NoWorseThan { Margin: 0 } x => $"no worse than {x.Reference}",
        Criterion.NoWorseThan x => $"no worse than {x.Reference} by a margin of {Amount(x.Margin, unit, figures)}",
        _ => throw new UnreachableException(),
    };

    private static string Tested(Comparison comparison) => comparison switch
    {
        { Test: { } test, PValue: { } p } => p < LeastP
            ? $", {test} p < {Figures.Of(LeastP)}"
            : string.Create(CultureInfo.InvariantCulture, $", {test} p = {p:0.####}"),
        { Test: { } test } => $", {test}",
        _ => "",
    };

    private static IEnumerable<double> Limits(Criterion criterion) => criterion switch
    {
        Criterion.AtLeast x => [x.Limit],
        Criterion.AtMost x => [x.Limit],
        Criterion.Between x => [x.Low, x.High],
        _ => [],
    };

    private static double[] Ends(ConfidenceInterval? interval) => interval is null ? [] : [interval.Low, interval.High];

    private static string Range(ConfidenceInterval interval, Func<double, string> figures) =>
        $"{Figures.Of(interval.Confidence * 100)}% interval {figures(interval.Low)} to {figures(interval.High)}";

    private static string Amount(double value, string unit, Func<double, string> figures) => unit switch
    {
        "" => figures(value),
        "%" => figures(value) + "%",
        _ => $"{figures(value)} {unit}",
    };
}

/// <summary>Numbers for people: four significant digits, more where two numbers would otherwise look the same.</summary>
internal static class Figures
{
    private const int Usual = 4;
    private const int Exact = 17;

    public static string Of(double value) => Of(value, Usual);

    public static Func<double, string> Distinct(IReadOnlyCollection<double> values)
    {
        var different = values.Distinct().ToList();
        var digits = Enumerable.Range(Usual, Exact - Usual)
            .FirstOrDefault(x => different.Select(y => Of(y, x)).Distinct().Count() == different.Count, Exact);
        return x => Of(x, digits);
    }

    private static string Of(double value, int digits)
    {
        if (value == Math.Round(value) && Math.Abs(value) < 1e15)
            return value.ToString("0", CultureInfo.InvariantCulture);
        var whole = Math.Abs(value) < 1 ? 0 : (int)Math.Log10(Math.Abs(value)) + 1;
        return value.ToString("G" + Math.Clamp(whole + 1, digits, Exact), CultureInfo.InvariantCulture);
    }
}
