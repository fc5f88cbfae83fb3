using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Serving;

/// <summary>Answers the gates on the server and on cost.</summary>
/// <param name="test">What was measured; null where no server was started.</param>
/// <param name="cost">Null without a table of prices, or without a server.</param>
internal sealed class ServerEvidence(ServerTest? test, PredictionCost? cost) : IGateSource
{
    private static readonly MeasuredValue Unstarted =
        new MeasuredValue.NotMeasured("no server was started to measure the model in");

    public bool Knows(GateSpec gate) => gate is ServerGate or CostGate;

    public IEnumerable<GateMeasurement> Measure(GateSpec gate)
    {
        var measured = gate is ServerGate server
            ? test?.Measurements.Single(x => x.Name == server.Figure) ?? Without(server.Figure)
            : cost is null ? Without(PredictionCost.Name) : CostSheet.Judged(cost);
        yield return new GateMeasurement(measured.Name, measured) { IsSampled = measured.Samples is not null };
    }

    private static Measurement Without(string name) => new() { Name = name, Value = Unstarted };
}
