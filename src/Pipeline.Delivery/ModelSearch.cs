using Pipeline.Core.Problems;

namespace Pipeline.Delivery;

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
