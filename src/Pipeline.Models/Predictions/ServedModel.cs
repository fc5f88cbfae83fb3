using Pipeline.Core.Identity;

namespace Pipeline.Models.Predictions;

/// <summary>The model behind a prediction, and where it ran.</summary>
/// <param name="Name">For people.</param>
/// <param name="Version">The registry's; null for a model that was never registered.</param>
/// <param name="Digest">Of the model's files: which model it was.</param>
/// <param name="Environment">The environment's name; empty for a server that somebody started by hand.</param>
/// <param name="Revision">The environment's number of the deployment; null by hand.</param>
public sealed record ServedModel(ModelName Name, ModelVersion? Version, Digest Digest, string Environment, int? Revision);
