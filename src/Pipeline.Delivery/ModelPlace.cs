using System.Text.RegularExpressions;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery.Stages;
using Pipeline.Packaging;

namespace Pipeline.Delivery;

/// <summary>
/// A model by its name, and where what is known of it is kept. Taking a model back needs no more of its manifest, which may be
/// the very thing that is broken.
/// </summary>
internal sealed partial class ModelPlace(string root, ModelName name, TimeProvider clock, IDeliveryFace face)
{
    public string Root => root;

    public ModelName Name => name;

    public TimeProvider Clock => clock;

    public ArtifactLayout Artifacts { get; } = new(root, name);

    public IDeliveryFace Face => face;

    public IProgress<StepEvent> Progress => face.Progress;

    /// <summary>The model that was asked for, by what can still be read of its manifest, else by its folder's name.</summary>
    /// <param name="request">Says which that is.</param>
    /// <param name="isKnown">Whether something runs under a name; such a model needs no manifest at all.</param>
    public static ModelPlace Find(DeliveryRequest request, Func<ModelName, bool> isKnown)
    {
        var (root, model) = (request.Root, request.Model);
        var found = ModelSearch.Find(root, model);
        if (found.TryGet(out var manifest))
            return new ModelPlace(root, NameIn(manifest, request.Face), request.Clock, request.Face);
        return ModelName.TryParse(model, null, out var name) && isKnown(name)
            ? new ModelPlace(root, name, request.Clock, request.Face)
            : throw new InvalidInputException(found.Problems);
    }

    /// <summary>A path below the root as stages name their outputs.</summary>
    public string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The digest of the packaged image; null where none was packaged.</summary>
    public async Task<ImageDigest?> FindImageAsync(CancellationToken cancellationToken)
    {
        var path = Artifacts.PathOf(PackageStage.BillFile);
        var read = await DocumentFile.ReadAsync<BillOfMaterials>(path, cancellationToken);
        return read.TryGet(out var bill) ? bill.Image : null;
    }

    /// <summary>An option for commands that are printed: " --model loan-default" where there are several models.</summary>
    public string Option => ModelSearch.Find(Root, null).IsValid ? "" : $" --model {Name}";

    private static ModelName NameIn(string manifest, IDeliveryFace face)
    {
        var folder = Path.GetFileName(Path.GetDirectoryName(manifest))!;
        var line = ReadLines(manifest).Select(x => NameLine().Match(x)).FirstOrDefault(x => x.Success);
        if (ModelName.TryParse(line?.Groups["name"].Value, null, out var name))
            return name;
        face.Warn($"{manifest} does not say the name of its model; that of its folder is taken, {folder}");
        return ModelName.TryParse(folder, null, out name) ? name : throw new InvalidInputException(
            [new Problem(manifest, null, null, "The manifest does not say the name of its model.", "Name it with '--model'.")]);
    }

    private static IEnumerable<string> ReadLines(string manifest)
    {
        try
        {
            return File.ReadAllLines(manifest);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex("""^["']?name["']?\s*:\s*["']?(?<name>[^"'\s#]+)["']?\s*(#.*)?$""")]
    private static partial Regex NameLine();
}
