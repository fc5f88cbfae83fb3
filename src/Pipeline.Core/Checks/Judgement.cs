using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Core.Checks;

/// <summary>Holds a measurement against a criterion: pure, and total over all inputs.</summary>
internal static class Judgement
{
    /// <summary>A difference of two decimals carries their rounding: 0.8 - 0.795 is not above 0.005.</summary>
    private const double Rounding = 1e-12;

    public static Verdict Of(Criterion criterion, Measurement measurement) => measurement.Value switch
    {
        MeasuredValue.NotApplicable x => Verdict.Skipped($"{Wording.Subject(measurement)} does not apply: {x.Reason}."),
        MeasuredValue.NotMeasured x => Verdict.Errored($"{Wording.Subject(measurement)} was not measured: {x.Reason}."),
        MeasuredValue.Number { Value: var x } when !double.IsFinite(x) => NotUsable(measurement, "the value", x),
        MeasuredValue.Number x => OfNumber(criterion, measurement, x.Value),
        MeasuredValue.Text x => OfText(criterion, measurement, x.Value),
        _ => throw new UnreachableException(),
    };

    private static Verdict OfText(Criterion criterion, Measurement measurement, string value) => criterion switch
    {
        Criterion.OneOf set => Decide(set.Values.Contains(value), Wording.Sentence(measurement, criterion)),
        _ => Verdict.Errored($"{Wording.Subject(measurement)} is '{value}', which is not a number; {criterion} is required."),
    };

    private static Verdict OfNumber(Criterion criterion, Measurement measurement, double value) => criterion switch
    {
        Criterion.AtLeast x => OfRegion(criterion, measurement, new Region(x.Limit, double.PositiveInfinity)),
        Criterion.AtMost x => OfRegion(criterion, measurement, new Region(double.NegativeInfinity, x.Limit)),
        Criterion.Between x => OfRegion(criterion, measurement, new Region(x.Low, x.High)),
        Criterion.OneOf x => Decide(x.Values.Any(y => IsNumber(y, value)), Wording.Sentence(measurement, criterion)),
        Criterion.NoWorseThan x => OfComparison(x, measurement, value),
        _ => throw new UnreachableException(),
    };

    private static Verdict OfRegion(Criterion criterion, Measurement measurement, Region good)
    {
        var value = ((MeasuredValue.Number)measurement.Value).Value;
        if (measurement.Interval is { IsUsable: false })
            return NotUsable(measurement, "the confidence interval", measurement.Interval.Low + measurement.Interval.High);
        return Decide(good.Holds(value, measurement.Interval), Wording.Sentence(measurement, criterion));
    }

    private static Verdict OfComparison(Criterion.NoWorseThan criterion, Measurement measurement, double value)
    {
        var subject = Wording.Subject(measurement);
        if (measurement.Comparison is not { } comparison || comparison.Reference != criterion.Reference)
            return Verdict.Errored($"{subject} was not compared with {criterion.Reference}.");
        return comparison.Value switch
        {
            MeasuredValue.Number { Value: var reference } when double.IsFinite(reference) =>
                OfDifference(criterion, measurement, comparison.IsOfDistance
                    ? Math.Abs(value) - Math.Abs(reference)
                    : value - reference),
            MeasuredValue.Number { Value: var x } => NotUsable(measurement, $"the value of {criterion.Reference}", x),
            MeasuredValue.NotApplicable x => Verdict.Skipped($"{subject} is not compared: {x.Reason}."),
            MeasuredValue.NotMeasured x =>
                Verdict.Errored($"{subject} was not compared, because {criterion.Reference} was not measured: {x.Reason}."),
            MeasuredValue.Text x => Verdict.Errored($"{subject} was not compared, because {criterion.Reference} is '{x.Value}'."),
            _ => throw new UnreachableException(),
        };
    }

    private static Verdict OfDifference(Criterion.NoWorseThan criterion, Measurement measurement, double difference)
    {
        var comparison = measurement.Comparison!;
        var interval = comparison.Difference;
        if (interval is { IsUsable: false })
            return NotUsable(measurement, "the interval of the difference", interval.Low + interval.High);
        if (interval is not null && interval.Confidence < criterion.Confidence)
            return Verdict.Errored(Wording.LowConfidence(measurement, interval.Confidence, criterion.Confidence));
        var margin = criterion.Margin + (Rounding * Math.Max(1, Math.Abs(((MeasuredValue.Number)comparison.Value).Value)));
        var good = comparison.HigherIsBetter
            ? new Region(-margin, double.PositiveInfinity)
            : new Region(double.NegativeInfinity, margin);
        var holds = good.Holds(difference, interval);
        var sentence = Wording.Sentence(measurement, criterion, difference);
        return Decide(holds, holds is null ? sentence + Wording.Power(measurement) : sentence);
    }

    private static Verdict Decide(bool? holds, string sentence) => holds switch
    {
        true => Verdict.Passed(sentence),
        false => Verdict.Failed(sentence),
        null => Verdict.Inconclusive(sentence),
    };

    private static Verdict NotUsable(Measurement measurement, string what, double value) => Verdict.Errored(
        string.Create(CultureInfo.InvariantCulture, $"{Wording.Subject(measurement)} was not measured: {what} is {value}."));

    private static bool IsNumber(string text, double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.Equals(value);
}

/// <summary>What a measurement is set against: the champion, the stable revision, yesterday.</summary>
public sealed record Comparison
{
    /// <summary>The reference as the criterion names it, for instance "champion".</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// The reference's own value. <see cref="MeasuredValue.NotApplicable"/> (there is no champion yet) skips the check,
    /// <see cref="MeasuredValue.NotMeasured"/> (it cannot run) makes it <see cref="Outcome.Errored"/>.
    /// </summary>
    public required MeasuredValue Value { get; init; }

    /// <summary>Whether a greater value is the better one: true for roc_auc, false for a latency.</summary>
    public required bool HigherIsBetter { get; init; }

    /// <summary>The interval of "measured minus reference", from paired samples where there are any.</summary>
    public ConfidenceInterval? Difference { get; init; }

    /// <summary>
    /// Of a value that is best at zero, such as a bias, what differs are the distances from zero, and less of it is better.
    /// Default: false.
    /// </summary>
    public bool IsOfDistance { get; init; }

    /// <summary>How the difference was tested, for people: "DeLong", "paired bootstrap"; null where it was not.</summary>
    public string? Test { get; init; }

    /// <summary>
    /// Two-sided, of both being the same: from 0 to 1. Null where there is no test. It tells; the interval decides.
    /// </summary>
    public double? PValue { get; init; }

    /// <summary>
    /// How many samples would be needed to see <see cref="Detectable"/> with a power of 80 %; null where these suffice, and
    /// where it cannot be said.
    /// </summary>
    public long? SamplesNeeded { get; init; }

    /// <summary>The difference that the samples needed are for, in the unit of the measurement.</summary>
    public double? Detectable { get; init; }
}

/// <summary>The good side of a limit, both ends included; an end that is open is infinite.</summary>
internal readonly record struct Region(double Low, double High)
{
    /// <summary>Null where the interval lies on both sides; without an interval the point decides.</summary>
    public bool? Holds(double point, ConfidenceInterval? interval)
    {
        var (low, high) = interval is null ? (point, point) : (interval.Low, interval.High);
        return low >= Low && high <= High ? true
            : high < Low || low > High ? false
            : null;
    }
}
