using System.Reflection;
using System.Runtime.Loader;

namespace Pipeline.Core.Extensions;

/// <summary>Finds what an assembly needs beside it, unless the toolkit has it already.</summary>
internal sealed class ExtensionLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var isShared = Default.Assemblies.Any(x => AssemblyName.ReferenceMatchesDefinition(x.GetName(), assemblyName));
        return isShared || _resolver.ResolveAssemblyToPath(assemblyName) is not { } found ? null : LoadFromAssemblyPath(found);
    }
}
