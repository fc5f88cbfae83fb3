using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Delivery.Builds;

/// <summary>
/// The code that stages run. A version alone does not tell it where the toolkit is built from sources: each assembly's module
/// version id does, which a deterministic compiler makes from what it compiled.
/// </summary>
internal static class ToolkitBuild
{
    /// <summary>"0.1.0 (build 5f2c9a01)".</summary>
    public static string Current { get; } = $"{Toolkit.Version} (build {Modules(AppContext.BaseDirectory).Hex[..8]})";

    /// <summary>The same with assemblies that a build adds parts from: "0.1.0 (build 5f2c9a01 with 77ab03c4)".</summary>
    public static string With(IReadOnlyCollection<Assembly> others)
    {
        if (others.Count == 0)
            return Current;
        var modules = others.Select(x => $"{x.GetName().Name} {x.ManifestModule.ModuleVersionId}").Order(StringComparer.Ordinal);
        return $"{Current[..^1]} with {Digest.OfText(string.Join('\n', modules)).Hex[..8]})";
    }

    /// <summary>Of the module version ids of the toolkit's assemblies in a folder.</summary>
    internal static Digest Modules(string folder) => Digest.OfText(string.Join('\n', Directory
        .GetFiles(folder, "Pipeline.*.dll")
        .Order(StringComparer.Ordinal)
        .Select(x => $"{Path.GetFileName(x)} {ModuleOf(x)}")));

    private static Guid ModuleOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
