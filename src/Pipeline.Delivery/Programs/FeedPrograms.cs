using System.Text.Json;
using Pipeline.Core.Problems;

namespace Pipeline.Delivery.Programs;

/// <summary>The programs of the version that the build was restored with, from the same feeds.</summary>
internal sealed class FeedPrograms : IProgramSource
{
    private const string Assembly = "Pipeline.Delivery.dll";

    private static readonly Lazy<string?> Own = new(() => FindVersion(
        AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? ""));

    public Task<ProgramPackage> FindAsync(ToolkitProgram program, string runtime, CancellationToken cancellationToken) =>
        Own.Value is { } version
            ? Task.FromResult(new ProgramPackage(program, runtime, version))
            : throw new InvalidInputException([new Problem(
                "This build references the toolkit's projects and not its packages, so that no package has its programs.",
                "Reference the package Pipeline.Targets, or call UsePrograms in the build's Configure.")]);

    public Task<ProgramFeed> OfferAsync(ProgramPackage package, IDeliveryFace face, CancellationToken cancellationToken) =>
        Task.FromResult(new ProgramFeed(null, null));

    /// <summary>The version of the package that brought this assembly, by the lists of dependencies of the host.</summary>
    /// <param name="lists">Paths with ';' between them.</param>
    internal static string? FindVersion(string lists) => lists
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Where(File.Exists)
        .Select(VersionIn)
        .FirstOrDefault(version => version is not null);

    private static string? VersionIn(string list)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        var root = document.RootElement;
        foreach (var target in root.GetProperty("targets").EnumerateObject())
        {
            foreach (var library in target.Value.EnumerateObject())
            {
                if (library.Value.TryGetProperty("runtime", out var assets)
                    && assets.EnumerateObject().Any(asset => asset.Name.Split('/')[^1] == Assembly)
                    && root.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() == "package")
                {
                    return library.Name.Split('/')[^1];
                }
            }
        }

        return null;
    }
}
