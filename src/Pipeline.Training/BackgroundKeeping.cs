using Pipeline.Models;
using Pipeline.Models.Explanation;

namespace Pipeline.Training;

/// <summary>Keeps beside a model what its answers are explained by, wherever it answers.</summary>
internal static class BackgroundKeeping
{
    private const int Rows = 100;

    /// <summary>The same bytes for the same model and train rows, where the request asks for it.</summary>
    public static async Task<ModelArtifact> KeepAsync(
        RunRequest request, ModelArtifact artifact, CancellationToken cancellationToken)
    {
        if (!request.KeepsBackground)
            return artifact;
        using var predictor = await request.Load(artifact, cancellationToken);
        var background = Background.Of(predictor, request.Data.Train, Rows, cancellationToken);
        return artifact.With(Background.FileName, background.ToBytes());
    }
}
