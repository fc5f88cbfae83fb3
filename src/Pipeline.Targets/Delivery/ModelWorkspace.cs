using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Versions;
using Pipeline.Evaluation;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Packaging;
using Pipeline.Training;

namespace Pipeline.Targets.Delivery;

/// <summary>One model on its way from data to production: its manifest, its artifacts, and the records of its stages.</summary>
internal sealed class ModelWorkspace
{
    private ModelWorkspace(string root, string manifestPath, BoundManifest<ModelFrame> manifest, TimeProvider clock)
    {
        (Folder, Manifest) = (Path.GetDirectoryName(manifestPath)!, manifest);
        Place = new ModelPlace(root, manifest.Frame.Name, clock);
        Stages = new StageRunner(root, Artifacts.Stages, clock, ToolkitBuild.Current);
    }

    /// <summary>Everything that a model.yml may contain.</summary>
    public static ManifestSchema<ModelFrame> Schema { get; } = ManifestSchema.Model(
        DataSection.Registration, TrainingSection.Registration, EvaluationSection.Registration, PackageSection.Section);

    /// <summary>The same for who only looks at the data: what is done with it need not be there yet.</summary>
    public static ManifestSchema<ModelFrame> DataSchema { get; } = ManifestSchema.Model(
        DataSection.Registration,
        TrainingSection.Registration with { IsRequired = false },
        EvaluationSection.Registration with { IsRequired = false },
        PackageSection.Section);

    /// <summary>What is known without the manifest.</summary>
    public ModelPlace Place { get; }

    public string Root => Place.Root;

    /// <summary>Of the model.yml.</summary>
    public string Folder { get; }

    public BoundManifest<ModelFrame> Manifest { get; }

    public ModelName Name => Place.Name;

    public ArtifactLayout Artifacts => Place.Artifacts;

    public StageRunner Stages { get; }

    public TimeProvider Clock => Place.Clock;

    public IProgress<StepEvent> Progress => Place.Progress;

    public DatasetRequest Dataset => new() { Manifest = Manifest, Folder = Folder };

    /// <summary>What the manifest names as data: a file, a folder or a pointer, there or not.</summary>
    public string DataPath => Path.GetFullPath(Path.Combine(Folder, Manifest.Get<DataSection>().Path));

    public DatasetVersions Versions => new(Root, Clock, Progress);

    /// <param name="root">Of the repository.</param>
    /// <param name="model">A name, a folder or a manifest; null for the only model.</param>
    /// <param name="schema">What the manifest must contain.</param>
    /// <param name="clock">Dates what is recorded.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ModelWorkspace> OpenAsync(
        string root, string? model, ManifestSchema<ModelFrame> schema, TimeProvider clock, CancellationToken cancellationToken)
    {
        var path = ModelSearch.Find(root, model).OrThrow();
        await EditorSchemas.WriteAsync(root, cancellationToken);
        var shown = Path.GetRelativePath(root, path).Replace('\\', '/');
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return new ModelWorkspace(root, path, ManifestReader.Read(text, shown, schema).OrThrow(), clock);
    }

    /// <summary>The trainers that a manifest may name.</summary>
    public TrainerCatalog Trainers => new(MLNetTrainers.All(Clock));

    /// <summary>Compressed layers of images, of any model.</summary>
    public string LayerCacheFolder => Path.Combine(Root, ".nuke", "temp", "layers");

    /// <summary>The files of a trained model.</summary>
    public IReadOnlyList<string> ModelFiles() =>
        [Path.Combine(Artifacts.Model, "model.zip"), Path.Combine(Artifacts.Model, ModelSignature.FileName)];

    /// <summary>The dataset in memory, as it was validated.</summary>
    public async Task<Dataset> LoadDataAsync(CancellationToken cancellationToken)
    {
        var document = (await DocumentFile.ReadAsync<DatasetDocument>(Artifacts.Dataset, cancellationToken)).OrThrow();
        return (await DatasetLoader.LoadAsync(Dataset, document, Progress, cancellationToken)).OrThrow();
    }

    /// <summary>The digest of the packaged image.</summary>
    public async Task<ImageDigest> ImageAsync(CancellationToken cancellationToken) =>
        (await ReadBillAsync(cancellationToken)).OrThrow().Image;

    /// <summary>A path below the root as stages name their outputs.</summary>
    public string Relative(string path) => Place.Relative(path);

    /// <summary>The digests of sections of the manifest and of files, as inputs of a stage; what is not there has none.</summary>
    public async Task<Dictionary<string, Digest>> InputsAsync(
        IEnumerable<string> sections, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var inputs = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var section in sections)
        {
            if (Manifest.DigestOf(section) is { } digest)
                inputs[$"manifest.{section}"] = digest;
        }

        var digests = await DigestCache.OpenAsync(Path.Combine(Root, ".nuke", "temp", "digests"), Clock, cancellationToken);
        foreach (var file in files.Where(File.Exists))
            inputs[Relative(file)] = await digests.Sha256Async(file, cancellationToken);
        await digests.SaveAsync(cancellationToken);
        return inputs;
    }

    /// <summary>
    /// The same with what was validated: not the verdicts, which a later look at the same rows may change, and which nothing that
    /// comes later reads.
    /// </summary>
    public async Task<Dictionary<string, Digest>> InputsOfDataAsync(
        IEnumerable<string> sections, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var inputs = await InputsAsync(sections, files, cancellationToken);
        if (!File.Exists(Artifacts.Dataset))
            return inputs;
        var read = await DocumentFile.ReadAsync<DatasetDocument>(Artifacts.Dataset, cancellationToken);
        inputs["dataset"] = read.TryGet(out var dataset)
            ? Digest.OfJson(dataset with { Report = new CheckReport([]), Evidence = [] })
            : await Digest.OfFileAsync(Artifacts.Dataset, cancellationToken);
        return inputs;
    }

    private Task<Validated<BillOfMaterials>> ReadBillAsync(CancellationToken cancellationToken) =>
        DocumentFile.ReadAsync<BillOfMaterials>(Artifacts.PathOf(PackageStage.BillFile), cancellationToken);
}
