using System.Globalization;
using System.Reflection;

namespace Pipeline.Benchmarks;

/// <summary>Folders to work in.</summary>
internal static class Workspace
{
    /// <summary>
    /// A new, empty folder of this process on the disk of this repository: a temporary folder may be in memory, where flushes
    /// cost nothing.
    /// </summary>
    public static string Of(string name)
    {
        var root = typeof(Workspace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(x => x.Key == "RepositoryRoot").Value!;
        var folder = string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}");
        return Directory.CreateDirectory(Path.Combine(root, ".nuke", "temp", "bench", folder)).FullName;
    }

    /// <summary>Works in a temporary folder, which is removed at the end.</summary>
    public static async Task UseTemporaryAsync(Func<string, Task> work)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-bench-");
        try
        {
            await work(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
