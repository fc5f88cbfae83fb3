using System.Reflection;
using System.Runtime.InteropServices;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Api;

/// <summary>The public API of a polyfill as it was built, and the files that it is held to.</summary>
internal sealed class PolyfillApi(string packageId)
{
    /// <summary>The packages that have a polyfill in this repository.</summary>
    public static IEnumerable<string> PackageIds => Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Polyfills"))
        .Select(x => Path.GetFileName(x))
        .Where(x => File.Exists(Path.Combine(Repository.Root, "src", "Polyfills", x, $"{x}.csproj")))
        .Order(StringComparer.Ordinal);

    public string ListingFile => Path.Combine(Repository.Root, "tests", "Pipeline.Polyfills.Tests", "Api", $"{packageId}.txt");

    public string TypesFile => Path.ChangeExtension(ListingFile, ".types.txt");

    public string ReferenceFile => Repository.Shared("api", $"{packageId}.txt");

    private static string? PackageMode => typeof(PolyfillApi).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(x => x.Key == nameof(PackageMode)).Value;

    /// <summary>The lines of the built assembly; the test is skipped where the packages are the real ones.</summary>
    public IReadOnlyList<ApiLine> Lines()
    {
        if (PackageMode != "polyfill")
            Assert.Skip($"{packageId} is the real package here");

        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
            .DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        var assembly = context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{packageId}.dll"));
        return [.. ApiPrinter.Lines(assembly).Select(x => ApiLine.Parse(x)!)];
    }

    /// <summary>The names of the public types, in the order of their characters.</summary>
    public IReadOnlyList<string> TypeNames() =>
        [.. Lines().Where(x => x.IsType).Select(x => x.Head).Order(StringComparer.Ordinal)];
}
