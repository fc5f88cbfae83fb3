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

    /// <summary>Caches of the clone.</summary>
    public string TemporaryFolder => Path.Combine(Root, ".nuke", "temp");

    /// <summary>Compressed layers of images, of any model.</summary>
    public string LayerCacheFolder => Path.Combine(TemporaryFolder, "layers");

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

/// <summary>Finds the model to work on: the one named, else the only one there is.</summary>
internal static class ModelSearch
{
    public const string FileName = "model.yml";

    private static readonly string[] Folders = ["models", "samples"];

    /// <param name="root">Of the repository.</param>
    /// <param name="given">A name, a folder or a manifest; null for the only model.</param>
    /// <returns>The path of its manifest.</returns>
    public static Validated<string> Find(string root, string? given)
    {
        var known = Known(root);
        return given is null ? OnlyOne(known) : Named(root, given, known);
    }

    /// <summary>Manifests below models/; those below samples/ count only where there are no models.</summary>
    private static IReadOnlyList<string> Known(string root) => Folders
        .Select(x => Path.Combine(root, x))
        .Where(Directory.Exists)
        .Select(x => Directory.GetDirectories(x).Select(y => Path.Combine(y, FileName)).Where(File.Exists))
        .Select(x => x.Order(StringComparer.Ordinal).ToArray())
        .FirstOrDefault(x => x.Length > 0) ?? [];

    private static Validated<string> OnlyOne(IReadOnlyList<string> known) => known switch
    {
        [var single] => Validated.Valid(single),
        [] => Refuse("There is no model here; 'models/<name>/model.yml' is where one is looked for."),
        _ => Refuse($"There are {known.Count} models: {string.Join(", ", known.Select(NameOf))}.", "Name one with '--model'."),
    };

    private static Validated<string> Named(string root, string given, IReadOnlyList<string> known)
    {
        string[] places = [Path.Combine(root, given), Path.Combine(root, given, FileName)];
        var found = known.FirstOrDefault(x => NameOf(x) == given) ?? places.FirstOrDefault(File.Exists);
        return found is not null
            ? Validated.Valid(Path.GetFullPath(found))
            : Refuse($"There is no model '{given}'.", NearestNames.Hint(given, known.Select(NameOf).ToList()));
    }

    private static string NameOf(string manifest) => Path.GetFileName(Path.GetDirectoryName(manifest))!;

    private static Validated<string> Refuse(string message, string? hint = null) =>
        Validated.Invalid<string>(new Problem(message, hint));
}
