using System.Reflection;
using System.Runtime.InteropServices;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Api;

/// <summary>The public API of the polyfill as it was built, and the files that it is held to.</summary>
internal static class PolyfillApi
{
    public const string PackageId = "Nuke.Common";

    public static string ListingFile =>
        Path.Combine(Repository.Root, "tests", "Pipeline.Polyfills.Tests", "Api", $"{PackageId}.txt");

    public static string TypesFile => Path.ChangeExtension(ListingFile, ".types.txt");

    public static string ReferenceFile => Repository.Shared("api", $"{PackageId}.txt");

    private static string? PackageMode => typeof(PolyfillApi).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(x => x.Key == nameof(PackageMode)).Value;

    /// <summary>The lines of the built assembly; the test is skipped where the package is the real one.</summary>
    public static IReadOnlyList<ApiLine> Lines()
    {
        if (PackageMode != "polyfill")
            Assert.Skip($"{PackageId} is the real package here");

        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
            .DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        var assembly = context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{PackageId}.dll"));
        return [.. ApiPrinter.Lines(assembly).Select(x => ApiLine.Parse(x)!)];
    }

    /// <summary>The names of the public types, in the order of their characters.</summary>
    public static IReadOnlyList<string> TypeNames() =>
        [.. Lines().Where(x => x.IsType).Select(x => x.Head).Order(StringComparer.Ordinal)];
}
