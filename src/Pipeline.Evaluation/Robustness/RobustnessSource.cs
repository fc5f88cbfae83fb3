using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Robustness;

/// <summary>Measures what a plan asks for, each once, and answers the gates on it.</summary>
internal sealed class RobustnessSource : IGateSource
{
    private readonly RobustnessPlan _plan;
    private readonly Dictionary<string, DisturbedAnswers> _measured = new(StringComparer.Ordinal);
    private readonly string? _broken;

    private RobustnessSource(RobustnessPlan plan, string? broken) => (_plan, _broken) = (plan, broken);

    /// <summary>Null where nothing was measured.</summary>
    public RobustnessReport? Report { get; private init; }

    public static RobustnessSource Of(
        RobustnessPlan plan, EvaluationRequest request, JudgedRows judged, CancellationToken cancellationToken)
    {
        if (plan.Disturbances.Count == 0 || judged.Answers.Broken is not null)
            return new RobustnessSource(plan, judged.Answers.Broken);
        var section = request.Manifest.Get<EvaluationSection>();
        var (spec, signature) = (section.Robustness, request.Predictor.Signature);
        var isNumber = signature.Label is ModelLabel.Number;
        var sensed = new RobustnessRequest
        {
            Predictor = request.Predictor,
            Sample = DisturbedSample.Of(judged, signature, spec.Rows, spec.Seed),
            Spreads = Spreads(request.Data, signature),
            Tolerance = spec.Tolerance ?? (isNumber ? NumberSpread.Of(judged.Truth).Deviation / 10 : 0),
            Seed = spec.Seed,
            Bootstrap = section.Bootstrap.Options(request.Threads),
            Confidence = section.Bootstrap.Confidence,
        };
        if (sensed.Sample.Truth.Count == 0)
            return new RobustnessSource(plan, "a server refuses each of the test rows");
        var sensor = new RobustnessSensor(sensed, cancellationToken);
        var results = plan.Disturbances.Select(sensor.Measure).ToList();
        var source = new RobustnessSource(plan, null)
        {
            Report = new RobustnessReport
            {
                Rows = sensed.Sample.Truth.Count,
                Seed = spec.Seed,
                Tolerance = isNumber ? sensed.Tolerance : null,
                Results = results,
            },
        };
        foreach (var (disturbance, result) in plan.Disturbances.Zip(results))
            source._measured[disturbance.Key] = result;
        return source;
    }

    public bool Knows(GateSpec gate) => gate is RobustnessGate;

    public IEnumerable<GateMeasurement> Measure(GateSpec gate)
    {
        var asked = (RobustnessGate)gate;
        var measurement = Find(asked);
        return [new GateMeasurement($"{measurement.Name}/{measurement.Slice}", measurement)];
    }

    private Measurement Find(RobustnessGate gate)
    {
        if (_plan.Gates[gate] is not { } disturbance)
        {
            return Missing(gate, gate.Rule, new MeasuredValue.NotApplicable(
                "no input is one that it disturbs and that a server answers then"));
        }

        if (!_measured.TryGetValue(disturbance.Key, out var result))
            return Missing(gate, disturbance.Name, new MeasuredValue.NotMeasured(_broken!));
        var measurement = gate.Measure switch
        {
            RobustnessMeasure.Drop => result.Drop,
            RobustnessMeasure.Changed => result.Changed,
            _ => result.Shift,
        };
        // The same inputs may have been measured for the standard set, under a name without them.
        return measurement with { Slice = disturbance.Name };
    }

    private static Measurement Missing(RobustnessGate gate, string name, MeasuredValue value) => new()
    {
        Name = gate.Measure switch
        {
            RobustnessMeasure.Drop => gate.Metric is null ? "metric_drop" : $"{gate.Metric}_drop",
            RobustnessMeasure.Changed => "changed_answers",
            _ => "answer_shift",
        },
        Slice = name,
        Value = value,
    };

    private static Dictionary<string, NumberSpread> Spreads(LabelledData data, ModelSignature signature)
    {
        var spreads = new Dictionary<string, NumberSpread>(StringComparer.Ordinal);
        foreach (var input in signature.Inputs.Where(input => input.Type == ColumnType.Number))
        {
            if (data.Rows.TryGet(input.Name, out var column) && column is NumberColumn { Values: var values })
                spreads[input.Name] = NumberSpread.Of(data.TrainIndexes.Select(row => values[row]));
        }

        return spreads;
    }
}
