using System.Text.Json;

namespace Pipeline.Deployment.Probes;

/// <summary>A row whose answer by this very model is known.</summary>
/// <param name="Inputs">The body of a POST to /predict.</param>
/// <param name="Answer">What must be in its answer; what else is there does not matter.</param>
public sealed record ReferenceRow(JsonElement Inputs, JsonElement Answer)
{
    /// <summary>Smaller numbers are compared as if they were this large. Default: 1, which suits probabilities.</summary>
    public double Scale { get; init; } = 1;
}
