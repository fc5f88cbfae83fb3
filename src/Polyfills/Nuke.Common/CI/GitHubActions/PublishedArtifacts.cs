using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Nuke.Common.Execution;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>What targets produce, as paths below the root: the folder above the first wildcard, by its own name.</summary>
internal static class PublishedArtifacts
{
    public static IEnumerable<(string Name, string Path)> Of(string root, IEnumerable<ExecutableTarget> targets)
    {
        var paths = targets.SelectMany(x => x.ArtifactProducts.Select(y => Published(root, x, y))).Distinct().ToList();
        return paths.Select(x => (paths.Count(y => LastPart(y) == LastPart(x)) == 1 ? LastPart(x) : x.Replace('/', '-'), x));
    }

    private static string Published(string root, ExecutableTarget target, string product)
    {
        var relative = Path.GetRelativePath(root, Path.GetFullPath(product, root)).Replace('\\', '/');
        var parts = relative.Split('/').TakeWhile(x => !IsPattern(x)).ToList();
        if (relative == "." || Path.IsPathRooted(relative) || parts.Contains(".."))
            throw new InvalidOperationException(
                $"The target '{target.Name}' produces '{product}', which is not below the root of the repository; "
                + "set PublishArtifacts to false, or produce it below the root.");

        return parts.Count == 0 ? relative : string.Join('/', parts);
    }

    private static string LastPart(string path) => IsPattern(path) ? "artifacts" : path[(path.LastIndexOf('/') + 1)..];

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');
}
