using System.Globalization;
using MathNet.Numerics.Distributions;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Gates;

/// <summary>
/// Many groups held to one limit together. A group is said to be on the bad side where Benjamini and Hochberg's adjustment of its
/// p-value allows it, so that one of many does not fail by chance. All pass where each for itself is surely on the good side,
/// which needs no adjustment: the claim is about every one of them.
/// </summary>
/// <param name="gate">It says which limit, and how often a group may be said to be bad that is not.</param>
/// <param name="confidence">Of the intervals, between 0 and 1, both excluded.</param>
/// <param name="isExact">Rows are drawn one by one, so that shares have a binomial test.</param>
internal sealed class WorstOf(MetricGate gate, double confidence, bool isExact)
{
    private const int MostNamed = 5;

    /// <summary>Metrics that are a share of the rows that they rest on.</summary>
    private static readonly string[] Shares = ["accuracy", "recall", "precision", "specificity"];

    private readonly bool _isLeast = gate.Criterion is Criterion.AtLeast;

    private readonly double _limit = gate.Criterion switch
    {
        Criterion.AtLeast x => x.Limit,
        Criterion.AtMost x => x.Limit,
        _ => throw new ArgumentException("The worst of many groups is held to at-least or at-most.", nameof(gate)),
    };

    /// <param name="metric">What was measured.</param>
    /// <param name="groups">Of all columns.</param>
    /// <param name="check">As the report has it.</param>
    public CheckResult Judge(IMetric metric, IReadOnlyList<TestedGroup> groups, Check check)
    {
        if (groups.FirstOrDefault(x => x.Measurement.Value is MeasuredValue.NotMeasured) is { } broken)
            return check.Judge(broken.Measurement);
        var able = groups.Where(x => x.Measurement.Value is MeasuredValue.Number).ToList();
        var tested = able.Where(x => x.Measurement.Samples >= gate.SamplesAtLeast).ToList();
        // Where a metric rests on some of a group's rows, the rest of them does not make up for these.
        var small = able.Count - tested.Count
            + groups.Count(x => x.Measurement.Value is MeasuredValue.NotApplicable && x.Group.Rows.Count < gate.SamplesAtLeast);
        if (tested.Count == 0)
            return new CheckResult(check, Plain(metric, groups), Untested(small));
        double[] bad = [.. tested.Select(x => P(metric, x, ofBad: true))];
        var adjusted = Adjusted(metric, tested);
        var found = tested.Index().Where(x => adjusted[x.Index] <= gate.Rate).OrderBy(x => bad[x.Index]).ToList();
        var worst = tested.Index().OrderBy(x => bad[x.Index]).ThenBy(x => Distance(x.Item)).First();
        var unsure = tested.Count(x => P(metric, x, ofBad: false) > (1 - confidence) / 2);
        var measured = worst.Item.Measurement;
        var sentence = $"{gate.Criterion.Judge(measured).Reason} {tested.Count} groups of {Columns} were tested";
        var left = small == 0 ? "" : $" {Groups(small)} had fewer than {gate.SamplesAtLeast} samples.";
        if (found.Count > 0)
        {
            var named = string.Join(", ", found.Take(MostNamed).Select(x =>
                $"{x.Item.Group.Name} (adjusted p {Figure(adjusted[x.Index])})"));
            var more = found.Count > MostNamed ? $" and {found.Count - MostNamed} more" : "";
            return new CheckResult(check, measured, Verdict.Failed(
                $"{sentence}: at a false-discovery rate of {Figure(gate.Rate)}, "
                + $"{found.Count} are on the wrong side: {named}{more}.{left}"));
        }

        return unsure + small > 0
            ? new CheckResult(check, measured, Verdict.Inconclusive(
                $"{sentence}: none is surely on the wrong side, and {unsure} not surely on the right one.{left}"))
            : new CheckResult(check, measured, Verdict.Passed($"{sentence}: all are on the right side."));
    }

    /// <summary>By group, the adjusted p-value of its being on the wrong side.</summary>
    public double[] Adjusted(IMetric metric, IEnumerable<TestedGroup> groups) =>
        FalseDiscovery.Adjusted([.. groups.Select(x => P(metric, x, ofBad: true))]);

    private string Columns => string.Join(", ", gate.WorstOf!);

    private Verdict Untested(int small) => small == 0
        ? Verdict.Skipped($"{gate.Name} does not apply to any group of {Columns}.")
        : Verdict.Inconclusive(
            $"{gate.Name} was tested in no group of {Columns}. {Groups(small)} had fewer than {gate.SamplesAtLeast} samples.");

    private static Measurement Plain(IMetric metric, IReadOnlyList<TestedGroup> groups) => groups.Count > 0
        ? groups[0].Measurement
        : new Measurement { Name = metric.Name, Value = new MeasuredValue.NotApplicable("there are no groups") };

    private static string Groups(int count) => count == 1 ? "1 group" : $"{count} groups";

    private static string Figure(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private double Distance(TestedGroup group)
    {
        var value = ((MeasuredValue.Number)group.Measurement.Value).Value;
        return _isLeast ? value : -value;
    }

    /// <summary>
    /// One-sided: how likely a group that is just at the limit looks at least as bad, or as good. Of a share it is the binomial
    /// distribution's; else the part of the resamples on the other side, one more of either counted, so that it is never 0.
    /// </summary>
    private double P(IMetric metric, TestedGroup group, bool ofBad)
    {
        var isBelow = ofBad == _isLeast;
        if (isExact && Shares.Contains(metric.Name))
        {
            var (samples, value) = ((int)group.Measurement.Samples!, ((MeasuredValue.Number)group.Measurement.Value).Value);
            var (right, limit) = ((int)Math.Round(value * samples), Math.Clamp(_limit, 0, 1));
            return isBelow
                ? Binomial.CDF(limit, samples, right)
                : right == 0 ? 1 : 1 - Binomial.CDF(limit, samples, right - 1);
        }

        if (group.Resampled is not { } resampled)
            return 1;
        var against = resampled.Count(x => isBelow ? !(x < _limit) : !(x > _limit));
        return (against + 1.0) / (resampled.Length + 1);
    }
}

/// <param name="Group">Which rows.</param>
/// <param name="Measurement">What came of them.</param>
/// <param name="Resampled">What it was in each resample; null where there are none.</param>
internal sealed record TestedGroup(SliceGroup Group, Measurement Measurement, double[]? Resampled);
