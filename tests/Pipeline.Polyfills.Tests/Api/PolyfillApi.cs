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

    private static string AssemblyFileOf(string packageId) => Path.Combine(AppContext.BaseDirectory, $"{packageId}.dll");

    /// <summary>The lines of the built assembly; the test is skipped where it is the real package.</summary>
    public IReadOnlyList<ApiLine> Lines()
    {
        var assemblies = Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"))
            .DistinctBy(Path.GetFileName);
        using var context = new MetadataLoadContext(new PathAssemblyResolver(assemblies));
        var assembly = context.LoadFromAssemblyPath(AssemblyFileOf(packageId));
        if (!IsPolyfill(assembly))
            Assert.Skip($"{packageId} is the real package here");

        return [.. ApiPrinter.Lines(assembly).Select(x => ApiLine.Parse(x)!)];
    }

    /// <summary>The names of the public types, in the order of their characters.</summary>
    public IReadOnlyList<string> TypeNames() =>
        [.. Lines().Where(x => x.IsType).Select(x => x.Head).Order(StringComparer.Ordinal)];

    private static bool IsPolyfill(Assembly assembly) => assembly.GetCustomAttributesData()
        .Where(x => x.AttributeType.Name == nameof(AssemblyMetadataAttribute))
        .Any(x => x.ConstructorArguments is [{ Value: "PackageMode" }, { Value: "polyfill" }]);
}
