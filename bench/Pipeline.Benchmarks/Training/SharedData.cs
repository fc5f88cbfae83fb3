using System.Reflection;

namespace Pipeline.Benchmarks.Training;

/// <summary>Public datasets in the folder of reference material beside the repository.</summary>
internal static class SharedData
{
    private static readonly string Root = typeof(SharedData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(x => x.Key == "RepositoryRoot").Value!.TrimEnd('/', '\\');

    public static string File(string name) => Path.Combine(Path.GetDirectoryName(Root)!, "shared", "data", name);
}
