using Pipeline.Core.Extensions;
using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Onnx;
using Pipeline.Training;

namespace Pipeline.Worker;

/// <summary>What a worker can train and measure with: the toolkit's parts, and those of the library in its image.</summary>
internal sealed record WorkerParts
{
    private readonly IReadOnlyList<IMetric> _own = [.. StandardMetrics.All];
    private readonly IReadOnlyList<IMetric> _foreign;

    private WorkerParts(IReadOnlyList<IMetric> foreign) => _foreign = foreign;

    /// <summary>What of a model.yml a worker reads.</summary>
    /// <param name="all">The keys of all sections that the build knows.</param>
    public static ManifestSchema<ModelFrame> Schema(IReadOnlyCollection<string> all) =>
        new(DataSection.Registration, TrainingSection.Registration with { IsRequired = false }, DecisionSection.Registration)
        {
            Ignored = all,
        };

    public required TrainerCatalog Trainers { get; init; }

    public required PredictorCatalog Predictors { get; init; }

    /// <param name="program">The folder of the worker; the library is below it.</param>
    /// <param name="clock">Measures how long a training takes.</param>
    /// <exception cref="InvalidInputException">The library cannot be loaded.</exception>
    public static WorkerParts Find(string program, TimeProvider clock)
    {
        var libraries = ExtensionLibrary.Beside(program).OrThrow();
        return new WorkerParts([.. Of<IMetric>().OrderBy(metric => metric.Name, StringComparer.Ordinal)])
        {
            Trainers = new TrainerCatalog([.. MLNetTrainers.All(clock), .. OnnxTrainers.All(clock), .. Of<ITrainer>()]),
            Predictors = new PredictorCatalog([new MLNetFlavor(), new OnnxFlavor(), .. Of<IModelFlavor>()]),
        };

        IEnumerable<T> Of<T>()
            where T : class =>
            libraries.SelectMany(library => library.Create<T>().OrThrow());
    }

    /// <summary>
    /// What trials and folds are measured by, as a build has it: the library's only where the toolkit's are not enough.
    /// </summary>
    public IReadOnlyList<IMetric> MetricsFor(BoundManifest<ModelFrame> manifest) =>
        manifest.Get<TrainingSection>() switch
        {
            { Search: null, CrossValidation: null } => [],
            { CrossValidation: null, Search.Metric.Name: var name }
                when _own.Any(metric => metric.Task == manifest.Frame.Task && metric.Name == name) => _own,
            _ => [.. _own, .. _foreign],
        };
}
