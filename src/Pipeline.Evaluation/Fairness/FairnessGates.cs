using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// Answers gates on fairness out of what was measured of protected columns. Groups that were left out have a result of their own,
/// which is inconclusive: what could not be compared has not passed.
/// </summary>
/// <param name="report">Null where no column is protected.</param>
internal sealed class FairnessGates(FairnessReport? report) : IGateSource
{
    private const int MostNamed = 5;

    public bool Knows(GateSpec gate) => gate is FairnessGate;

    public IEnumerable<GateMeasurement> Measure(GateSpec gate)
    {
        var asked = (FairnessGate)gate;
        return report!.Frames
            .Where(frame => asked.Column.Count == 0
                ? frame.Columns.Count == 1
                : frame.Columns.Order(StringComparer.Ordinal).SequenceEqual(asked.Column.Order(StringComparer.Ordinal)))
            .SelectMany(frame => Measure(asked, frame));
    }

    private IEnumerable<GateMeasurement> Measure(FairnessGate gate, FairnessFrame frame)
    {
        var subject = $"{gate.Name}/{GroupFrame.NameOf(frame.Columns)}{Variant(gate)}";
        if (frame.Refused is { } refused)
        {
            yield return new GateMeasurement(subject, new Measurement
            {
                Name = gate.Name,
                Slice = GroupFrame.NameOf(frame.Columns),
                Value = new MeasuredValue.NotMeasured(refused),
            });
            yield break;
        }

        var disparity = frame.Disparities.First(x =>
            x.Measurement.Name == gate.Name
            && x.Method == (FairnessMetric.IsLevel(gate.Name) ? DisparityMethod.BetweenGroups : gate.Method)
            && (x.Aggregate is null || x.Aggregate == gate.Agg || !IsAveraged(frame, gate.Name)));
        var measured = disparity.Measurement;
        yield return measured.Value is MeasuredValue.NotApplicable lack
            ? new GateMeasurement(subject, measured, Verdict.Inconclusive(
                $"{measured.Name} for {measured.Slice} was not compared: {lack.Reason}."))
            : new GateMeasurement(subject, measured);
        if (measured.Value is MeasuredValue.Number && disparity.LeftOut.Count > 0)
            yield return new GateMeasurement($"{subject}/left-out", measured, LeftOut(measured, disparity.LeftOut));
    }

    private static bool IsAveraged(FairnessFrame frame, string name) =>
        frame.Disparities.Any(x => x.Measurement.Name == name && x.Aggregate == DisparityAggregate.Mean);

    private static string Variant(FairnessGate gate) =>
        (gate.Method == DisparityMethod.ToOverall ? "/to-overall" : "")
        + (gate.Agg == DisparityAggregate.Mean ? "/mean" : "");

    private Verdict LeftOut(Measurement measured, IReadOnlyList<GroupLeftOut> groups)
    {
        var named = groups.Take(MostNamed).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Group} ({x.Samples})"));
        var more = groups.Count > MostNamed ? ", ..." : "";
        return Verdict.Inconclusive(string.Create(
            CultureInfo.InvariantCulture,
            $"{measured.Name} for {measured.Slice} says nothing of {string.Join(", ", named)}{more}; "
            + $"at least {report!.MinimumGroup} rows that count are required of a group."));
    }
}
