using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.IO;

/// <summary>
/// Files and folders by patterns: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders, <c>[a-z]</c> and <c>[!a]</c>
/// for one character, <c>{a,b}</c> for either, and <c>!</c> in front for what is left out. Results are sorted.
/// </summary>
public static class Globbing
{
    public static GlobbingCaseSensitivity GlobbingCaseSensitivity = GlobbingCaseSensitivity.Auto;

    private static bool IgnoreCase => GlobbingCaseSensitivity == GlobbingCaseSensitivity.CaseInsensitive ||
                                      (GlobbingCaseSensitivity == GlobbingCaseSensitivity.Auto && EnvironmentInfo.IsWin);

    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        [.. new GlobWalker(directory, IgnoreCase).Files(patterns).Select(AbsolutePath.FromFileSystem)];

    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(this AbsolutePath directory, params string[] patterns) =>
        [.. new GlobWalker(directory, IgnoreCase).Directories(patterns).Select(AbsolutePath.FromFileSystem)];

    public static IReadOnlyCollection<string> GlobFiles(string directory, params string[] patterns) =>
        [.. new GlobWalker(directory, IgnoreCase).Files(patterns)];

    public static IReadOnlyCollection<string> GlobDirectories(string directory, params string[] patterns) =>
        [.. new GlobWalker(directory, IgnoreCase).Directories(patterns)];
}
