using Pipeline.Models.Predictions;
using Pipeline.Serving.Configuration;
using Pipeline.Serving.Metrics;
using Pipeline.Serving.Models;
using Pipeline.Serving.Requests;

namespace Pipeline.Serving;

/// <summary>What every request shares.</summary>
internal sealed record ServingContext
{
    public required ServingOptions Options { get; init; }

    public required LoadedModel Model { get; init; }

    public required ServingMetrics Metrics { get; init; }

    public required PredictionIds Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public InputTable Inputs => field ??= new InputTable(Model.Signature);
}
