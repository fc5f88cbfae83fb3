using System.Reflection;

namespace Pipeline.Benchmarks;

/// <summary>The clone that the benchmarks were built in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = typeof(RepositoryRoot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(x => x.Key == "RepositoryRoot").Value!;
}
