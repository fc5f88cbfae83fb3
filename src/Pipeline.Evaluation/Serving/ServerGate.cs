using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Serving;

/// <summary>What the model may take in the server that will serve it: <c>{server: latency_p99, at-most: 5}</c>.</summary>
public sealed record ServerGate : GateSpec, IValidatedRecord
{
    [Description(
        "What is measured: latency in ms, throughput in predictions per second, start_time in s, memory and sizes in MB.")]
    [ManifestKey("server")]
    [AllowedValues(
        ServerFigures.LatencyP50, ServerFigures.LatencyP90, ServerFigures.LatencyP99, ServerFigures.Throughput,
        ServerFigures.StartTime, ServerFigures.MemoryLoaded, ServerFigures.Memory, ServerFigures.ModelSize,
        ServerFigures.ImageSize)]
    public required string Figure { get; init; }

    public IEnumerable<Finding> Validate() => ServerLimits.Check(Criterion);
}

/// <summary>What predictions may cost: <c>{cost: per-1000-predictions, at-most: 0.02}</c>.</summary>
public sealed record CostGate : GateSpec, IValidatedRecord
{
    [Description("What is paid for, in the currency of evaluation.prices.")]
    [ManifestKey("cost")]
    [AllowedValues("per-1000-predictions")]
    public required string Of { get; init; }

    public IEnumerable<Finding> Validate() => ServerLimits.Check(Criterion);
}

/// <summary>The manifest's <c>evaluation.server</c>: how a server is asked; with it a model is measured without a gate.</summary>
[Description("How the model is measured in the server that will serve it.")]
public sealed record ServerSpec
{
    [Description("How many requests are measured one after another, and again at one time; 2000 by default.")]
    [Range(500, 1_000_000)]
    public int Requests { get; init; } = 2000;

    [Description("How many requests come before any is measured; 1000 by default.")]
    [Range(0, 1_000_000)]
    public int WarmUp { get; init; } = 1000;

    [Description("How many callers there are at one time where throughput is measured; 4 by default.")]
    [Range(1, 256)]
    public int Connections { get; init; } = 4;

    [Description("How many different test rows the requests have; 200 by default.")]
    [Range(1, 100_000)]
    public int Rows { get; init; } = 200;

    [Description("What the choice of rows begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}

/// <summary>Limits that a number without a reference can be held to.</summary>
internal static class ServerLimits
{
    public static IEnumerable<Finding> Check(Criterion criterion) => criterion switch
    {
        Criterion.NoWorseThan => [new Finding(
            "", "No other model is measured in a server beside this one.", "Write at-most, at-least or between.")],
        Criterion.OneOf => [new Finding(
            "", "What a server takes is not one of a list.", "Write at-most, at-least or between.")],
        _ => [],
    };
}
