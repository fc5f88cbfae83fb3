using System.Security.Cryptography;

namespace Pipeline.Polyfills.Api;

/// <summary>
/// The part of a reference listing that a polyfill is held to: the named types with all their members, and the base types and
/// interfaces that the reference gives for them, because a polyfill may flatten a hierarchy.
/// </summary>
internal static class ApiCut
{
    public const string Command = "PIPELINE_APPROVE=1 ./build.sh Test --test-filter PolyfillApiTests";

    /// <summary>The text of the listing; a named type that the reference lacks is an error.</summary>
    public static string Cut(string referenceFile, IReadOnlyCollection<string> types)
    {
        var lines = File.ReadAllLines(referenceFile);
        var listing = new ApiListing(lines);
        var unknown = types.Where(x => listing.Type(x) is null).ToList();
        if (unknown.Count > 0)
            throw new InvalidOperationException($"{Path.GetFileName(referenceFile)} does not list {string.Join(", ", unknown)}.");

        var wanted = types.Concat(types.SelectMany(listing.AllBases)).Select(x => listing.Type(x)?.Head).ToHashSet();
        var kept = lines.Where(x => ApiLine.Parse(x) is { } line && wanted.Contains(line.Owner));
        return string.Concat(Header(referenceFile).Concat(kept).Select(x => x + "\n"));
    }

    private static string[] Header(string referenceFile) =>
    [
        $"# A part of the reference listing {Path.GetFileName(referenceFile)}, cut by the names in {TypesFileOf(referenceFile)}.",
        $"# SHA-256 of the reference listing: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(referenceFile)))}",
        $"# To renew both files: {Command}",
    ];

    private static string TypesFileOf(string referenceFile) => $"{Path.GetFileNameWithoutExtension(referenceFile)}.types.txt";
}
