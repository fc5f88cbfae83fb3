using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Builds;
using Pipeline.Evaluation;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Training;

namespace Pipeline.Delivery;

/// <summary>
/// The parts that one model may use: those of the build, and those of the library that its manifest names, which is compiled when
/// something asks for what the build does not have.
/// </summary>
internal sealed class ModelParts(DeliveryRequest request, BoundManifest<ModelFrame> manifest)
{
    private readonly ExtensionBuild _extensions = new(request);
    private DeliveryParts? _all;

    /// <summary>Everything that the library is made of; null where the manifest names none.</summary>
    public Task<Digest?> FindLibraryAsync(CancellationToken cancellationToken) =>
        _extensions.DigestAsync(manifest, cancellationToken);

    /// <summary>The compiled library, with what it needs beside it; null where the manifest names none.</summary>
    public async Task<string?> FindFolderAsync(CancellationToken cancellationToken) =>
        Path.GetDirectoryName(await _extensions.CompileAsync(manifest, cancellationToken));

    public async Task<ExpectationCatalog> ExpectationsAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken)).Expectations;

    /// <summary>Where the build has the trainer, those of the build, else all.</summary>
    public async Task<TrainerCatalog> TrainersAsync(string wanted, CancellationToken cancellationToken) =>
        request.Parts.Trainers.Names.Contains(wanted)
            ? request.Parts.Trainers
            : (await LoadAsync(cancellationToken)).Trainers;

    /// <summary>The toolkit's and the team's metrics: all are measured, also those that no gate names.</summary>
    public async Task<IReadOnlyList<IMetric>> MetricsAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken)).Metrics;

    /// <summary>
    /// What trials of a search and folds are measured by: none where there are neither, those of the build where it has the one
    /// that is searched by, else the library's too.
    /// </summary>
    public async Task<IReadOnlyList<IMetric>> TrialMetricsAsync(CancellationToken cancellationToken)
    {
        var section = manifest.Get<TrainingSection>();
        if (section is { Search: null, CrossValidation: null })
            return [];
        return MeasuresByTheBuild(section) ? request.Parts.Metrics : await MetricsAsync(cancellationToken);
    }

    /// <summary>Whether a training measures nothing with code of the team's library.</summary>
    public bool MeasuresByTheBuild(TrainingSection section) => section.CrossValidation is null
        && (section.Search is not { } search || request.Parts.Metrics.Any(
            metric => metric.Task == manifest.Frame.Task && metric.Name == search.Metric.Name));

    /// <summary>Gates on metrics that nobody has. The library is compiled only where the build does not have them all.</summary>
    public async Task<IReadOnlyList<Problem>> CheckMetricsAsync(CancellationToken cancellationToken) =>
        Check(request.Parts.Metrics).Count == 0 ? [] : Check(await MetricsAsync(cancellationToken));

    /// <summary>The toolkit's and the team's rules of disturbance.</summary>
    public async Task<IReadOnlyList<IRobustnessRule>> RulesAsync(CancellationToken cancellationToken) =>
        (await LoadAsync(cancellationToken)).Rules;

    /// <summary>Gates on disturbed rows that nobody can make. The library is compiled where the build is not enough.</summary>
    public async Task<IReadOnlyList<Problem>> CheckRulesAsync(CancellationToken cancellationToken) =>
        Check(request.Parts).Count == 0 ? [] : Check(await LoadAsync(cancellationToken));

    private IReadOnlyList<Problem> Check(DeliveryParts parts) =>
        Evaluator.CheckRules(manifest, manifest.Frame.Task, parts.Rules, parts.Metrics);

    private IReadOnlyList<Problem> Check(IReadOnlyList<IMetric> metrics) =>
        Evaluator.CheckMetrics(manifest, manifest.Frame.Task, metrics);

    /// <summary>Loads a model, whose flavor may be the library's.</summary>
    /// <exception cref="UnreadableModelException">No flavor is of the signature's name, or the files are damaged.</exception>
    public async Task<IPredictor> LoadAsync(ModelArtifact artifact, CancellationToken cancellationToken)
    {
        var parts = IsOfTheBuild(artifact.Signature) ? request.Parts : await LoadAsync(cancellationToken);
        return parts.Predictors.Load(artifact);
    }

    /// <summary>The toolkit's boosted trees, for what monitoring learns itself.</summary>
    public ITrainer Trees => request.Parts.Trainers.Find("light-gbm").OrThrow();

    /// <summary>Loads what these become.</summary>
    public PredictorCatalog OwnPredictors => request.Parts.Predictors;

    public bool IsOfTheBuild(ModelSignature signature) => request.Parts.Predictors.Names.Contains(signature.Flavor);

    public bool IsOfTheBuild(string trainer) => request.Parts.Trainers.Names.Contains(trainer);

    private async Task<DeliveryParts> LoadAsync(CancellationToken cancellationToken) =>
        _all ??= await _extensions.LoadAsync(manifest, cancellationToken) is { } library
            ? request.Compose().AddLibrary(library).Build()
            : request.Parts;
}

/// <summary>Makes a model ready to answer, whoever's flavor it is of.</summary>
internal delegate Task<IPredictor> PredictorLoader(ModelArtifact artifact, CancellationToken cancellationToken);
