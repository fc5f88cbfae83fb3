using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

/// <summary>One thing that a digest is known as.</summary>
/// <param name="Model">Whose it is.</param>
/// <param name="Version">Null where it belongs to a run.</param>
/// <param name="Run">Null for a document of a version.</param>
/// <param name="As">"dataset", "run", "model", or the name of a version's document.</param>
public sealed record DigestUse(ModelName Model, ModelVersion? Version, RunId? Run, string As);
