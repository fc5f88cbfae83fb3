using Pipeline.Core.Checks;

namespace Pipeline.Models;

/// <summary>What a trainer made.</summary>
/// <param name="Payload">The model itself.</param>
/// <param name="Metrics">How well it fits the rows that it was trained on: to watch training, not to judge the model.</param>
public sealed record TrainedModel(ModelPayload Payload, IReadOnlyList<Measurement> Metrics);
