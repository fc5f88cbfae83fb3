using Pipeline.Core.Extensions;
using Pipeline.Models;

namespace Pipeline.Serving.Models;

/// <summary>The flavors of a team's own library, which an image has beside the server.</summary>
internal static class ExtensionFlavors
{
    /// <summary>Where an image has the library: below the folder of the server.</summary>
    public const string Folder = "extensions";

    private const string Dependencies = ".deps.json";

    /// <summary>
    /// Of the assembly that a compiler wrote a list of dependencies for, and not of those dependencies; none where there is no
    /// folder.
    /// </summary>
    /// <param name="server">The folder of the server.</param>
    /// <exception cref="Core.Problems.InvalidInputException">The library cannot be loaded.</exception>
    public static IReadOnlyList<IModelFlavor> In(string server)
    {
        var folder = Path.Combine(server, Folder);
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.GetFiles(folder, $"*{Dependencies}")
                .Order(StringComparer.Ordinal)
                .Select(list => ExtensionLibrary.Load($"{list[..^Dependencies.Length]}.dll").OrThrow())
                .SelectMany(library => library.Create<IModelFlavor>().OrThrow()),
        ];
    }
}
