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
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Stages;
using Pipeline.Evaluation;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Monitoring;
using Pipeline.Packaging;
using Pipeline.Training;

namespace Pipeline.Delivery;

/// <summary>One model on its way from data to production: its manifest, its artifacts, and the records of its stages.</summary>
internal sealed class ModelWorkspace
{
    private ModelWorkspace(DeliveryRequest request, string manifestPath, string text, BoundManifest<ModelFrame> manifest)
    {
        (Folder, Manifest, Parts) = (Path.GetDirectoryName(manifestPath)!, manifest, new ModelParts(request, manifest));
        ManifestText = text;
        Place = new ModelPlace(request.Root, manifest.Frame.Name, request.Clock, request.Face);
        Stages = new StageRunner(request.Root, Artifacts.Stages, request.Clock, ToolkitBuild.With(request.Parts.Foreign));
    }

    /// <summary>Everything that a model.yml may contain.</summary>
    public static ManifestSchema<ModelFrame> Schema { get; } = SchemaWith(TrainingSection.Registration);

    /// <summary>The same for who only looks at the data: what is done with it need not be there yet.</summary>
    public static ManifestSchema<ModelFrame> DataSchema { get; } = ManifestSchema.Model(
        DataSection.Registration,
        TrainingSection.Registration with { IsRequired = false },
        DecisionSection.Registration,
        EvaluationSection.Registration with { IsRequired = false },
        MonitoringSection.Registration,
        PackageSection.Section);

    /// <summary>The same with the options of each trainer, for editors.</summary>
    public static ManifestSchema<ModelFrame> SchemaOf(TrainerCatalog trainers) =>
        SchemaWith(TrainingSection.RegistrationOf(trainers));

    /// <summary>What is known without the manifest.</summary>
    public ModelPlace Place { get; }

    public string Root => Place.Root;

    /// <summary>Of the model.yml.</summary>
    public string Folder { get; }

    public BoundManifest<ModelFrame> Manifest { get; }

    /// <summary>What the manifest was bound from.</summary>
    public string ManifestText { get; }

    public ModelName Name => Place.Name;

    public ArtifactLayout Artifacts => Place.Artifacts;

    public StageRunner Stages { get; }

    public TimeProvider Clock => Place.Clock;

    public IProgress<StepEvent> Progress => Place.Progress;

    public DatasetRequest Dataset => new() { Manifest = Manifest, Folder = Folder };

    /// <summary>What the manifest names as data: a file, a folder or a pointer, there or not.</summary>
    public string DataPath => Path.GetFullPath(Path.Combine(Folder, Manifest.Get<DataSection>().Path));

    public DatasetVersions Versions => new(Root, Clock, Progress);

    /// <param name="request">Says which model.</param>
    /// <param name="schema">What the manifest must contain.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ModelWorkspace> OpenAsync(
        DeliveryRequest request, ManifestSchema<ModelFrame> schema, CancellationToken cancellationToken)
    {
        var root = request.Root;
        var path = ModelSearch.Find(root, request.Model).OrThrow();
        await EditorSchemas.WriteAsync(root, request.Parts.Trainers, cancellationToken);
        var shown = Path.GetRelativePath(root, path).Replace('\\', '/');
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return new ModelWorkspace(request, path, text, ManifestReader.Read(text, shown, schema).OrThrow());
    }

    public ModelParts Parts { get; }

    /// <summary>Where a trainer finds its files.</summary>
    public TrainingPlace TrainingPlace => new(Root, Folder, Path.Combine(Root, ".nuke", "temp", "training"));

    /// <summary>Compressed layers of images, of any model.</summary>
    public string LayerCacheFolder => Place.LayerCacheFolder;

    /// <summary>The files of the model that was trained last; none where none was.</summary>
    public IReadOnlyList<string> ModelFiles() => File.Exists(Path.Combine(Artifacts.Model, ModelSignature.FileName))
        ? [.. Directory.GetFiles(Artifacts.Model).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The dataset as it was validated.</summary>
    public async Task<DatasetDocument> ReadDatasetAsync(CancellationToken cancellationToken) =>
        (await DocumentFile.ReadAsync<DatasetDocument>(Artifacts.Dataset, cancellationToken)).OrThrow();

    /// <summary>The same in memory.</summary>
    public async Task<Dataset> LoadDataAsync(CancellationToken cancellationToken)
    {
        var document = await ReadDatasetAsync(cancellationToken);
        return (await DatasetLoader.LoadAsync(Dataset, document, Progress, cancellationToken)).OrThrow();
    }

    /// <summary>The dataset as training and evaluation want it.</summary>
    public LabelledData Labelled(Dataset data) => data.Labelled(Manifest.Get<DataSection>());

    /// <summary>The digest of the packaged image.</summary>
    public async Task<ImageDigest> ImageAsync(CancellationToken cancellationToken) =>
        (await ReadBillAsync(cancellationToken)).OrThrow().Image;

    /// <summary>A path below the root as stages name their outputs.</summary>
    public string Relative(string path) => Place.Relative(path);

    /// <summary>The digests of files by their paths below the root; what is not there has none.</summary>
    public async Task<IReadOnlyDictionary<string, Digest>> DigestsAsync(
        IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        var cache = await DigestCache.OpenAsync(Path.Combine(Root, ".nuke", "temp", "digests"), Clock, cancellationToken);
        foreach (var file in files.Where(File.Exists))
            digests[Relative(file)] = await cache.Sha256Async(file, cancellationToken);
        await cache.SaveAsync(cancellationToken);
        return digests;
    }

    private static ManifestSchema<ModelFrame> SchemaWith(ManifestSection training) =>
        ManifestSchema.Model(
            DataSection.Registration, training, DecisionSection.Registration, EvaluationSection.Registration,
            MonitoringSection.Registration, PackageSection.Section);

    private Task<Validated<BillOfMaterials>> ReadBillAsync(CancellationToken cancellationToken) =>
        DocumentFile.ReadAsync<BillOfMaterials>(Artifacts.PathOf(PackageStage.BillFile), cancellationToken);
}
