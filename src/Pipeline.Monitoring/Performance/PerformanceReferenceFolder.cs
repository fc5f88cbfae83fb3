using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Models;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Where a reference is kept: the document, and a folder for each model of losses. The document comes last, so that a reference
/// whose models are not there is not there either.
/// </summary>
/// <param name="path">Of the folder; it need not be there.</param>
public sealed class PerformanceReferenceFolder(string path)
{
    private const string FileName = "performance-reference.json";
    private const string LossesFolder = "losses";

    /// <param name="reference">With the losses that there are models of.</param>
    /// <param name="models">By metric.</param>
    /// <param name="cancellationToken">Ends it between two files.</param>
    public async Task WriteAsync(
        PerformanceReference reference, IReadOnlyDictionary<string, ModelArtifact> models, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(models);
        Directory.CreateDirectory(path);
        File.Delete(DocumentPath);
        foreach (var loss in reference.Losses)
            await models[loss.Metric].WriteAsync(FolderOf(loss), cancellationToken);
        await DocumentFile.WriteAsync(DocumentPath, reference, cancellationToken);
    }

    /// <summary>No reference, and one that is malformed, are problems.</summary>
    public Task<Validated<PerformanceReference>> ReadAsync(CancellationToken cancellationToken) =>
        DocumentFile.ReadAsync<PerformanceReference>(DocumentPath, cancellationToken);

    /// <summary>The models of a reference's losses, ready to answer; null where it has none.</summary>
    /// <exception cref="UnreadableModelException">A model's files are damaged.</exception>
    public async Task<LossModels?> LoadAsync(
        PerformanceReference reference, PredictorCatalog predictors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(predictors);
        var models = new Dictionary<string, IPredictor>(StringComparer.Ordinal);
        foreach (var loss in reference.Losses.Where(loss => LossEstimate.Metrics.Contains(loss.Metric)))
            models.Add(loss.Metric, predictors.Load(await ModelArtifact.ReadAsync(FolderOf(loss), cancellationToken)));
        return models.Count == 0 ? null : new LossModels(models);
    }

    private string DocumentPath => Path.Combine(path, FileName);

    private string FolderOf(LossReference loss) => Path.Combine(path, LossesFolder, loss.Metric);
}
