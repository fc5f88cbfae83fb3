using Pipeline.Core.Identity;

namespace Pipeline.Delivery;

/// <summary>Others move the champion as fast as this run does.</summary>
public sealed class ChampionMovedException(ModelName model, ModelVersion wanted, ModelVersion? found) : Exception(
    $"The champion of '{model}' should become version {wanted}, and others move it meanwhile: it is "
    + $"{(found is null ? "none" : $"version {found}")} now. Look at './build.sh Registry', and evaluate again.");
