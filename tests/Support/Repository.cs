using System.Reflection;

namespace Pipeline.Testing;

/// <summary>Where this repository is, and the folder of reference material beside it that is never committed.</summary>
internal static class Repository
{
    /// <summary>The absolute path of the repository's root, without a trailing separator.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(x => x.Key == "RepositoryRoot").Value!.TrimEnd('/', '\\');

    /// <summary>
    /// The path below the reference folder; the test is skipped where it is absent, or fails if it is required.
    /// </summary>
    public static string Shared(params string[] parts)
    {
        var path = Path.Combine([Path.GetDirectoryName(Root)!, "shared", .. parts]);
        if (!File.Exists(path) && !Directory.Exists(path))
            Requirement.Missing("PIPELINE_REQUIRE_SHARED", $"'{path}' is not there");
        return path;
    }
}
