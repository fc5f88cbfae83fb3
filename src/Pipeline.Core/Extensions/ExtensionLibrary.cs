using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Pipeline.Core.Problems;

namespace Pipeline.Core.Extensions;

/// <summary>A team's own class library, loaded beside the toolkit.</summary>
public sealed class ExtensionLibrary
{
    /// <summary>Where an image has the library: below the folder of its program.</summary>
    public const string Folder = "extensions";

    private const string Dependencies = ".deps.json";

    private readonly string _path;
    private readonly IReadOnlyList<Type> _types;

    private ExtensionLibrary(string path, IReadOnlyList<Type> types) => (_path, _types) = (path, types);

    /// <summary>The public classes of an assembly that is loaded already.</summary>
    public static ExtensionLibrary Of(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return new ExtensionLibrary(assembly.GetName().Name ?? "", assembly.GetExportedTypes());
    }

    /// <summary>
    /// Loads an assembly and its own dependencies; assemblies that the toolkit has loaded are the toolkit's, so that both mean
    /// the same types. What cannot be loaded is a problem.
    /// </summary>
    /// <param name="path">Of the built assembly.</param>
    public static Validated<ExtensionLibrary> Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            return Refuse(path, "There is no such assembly.", "Build the library that the manifest's 'extensions' names.");
        try
        {
            if (OtherToolkit(path) is { } other)
            {
                return Refuse(
                    path,
                    $"The assembly was compiled against {other.Name} {other.Compiled}, and this toolkit has {other.Loaded}.",
                    "Make both one version in Directory.Packages.props.");
            }

            var assembly = new ExtensionLoadContext(Path.GetFullPath(path)).LoadFromAssemblyPath(Path.GetFullPath(path));
            return Validated.Valid(new ExtensionLibrary(path, assembly.GetExportedTypes()));
        }
        catch (BadImageFormatException)
        {
            return Refuse(path, "The file is no .NET assembly.");
        }
        catch (Exception exception) when (exception is FileLoadException or FileNotFoundException or TypeLoadException)
        {
            return Refuse(path, $"The assembly cannot be loaded: {exception.Message}", "Build it against this toolkit.");
        }
    }

    /// <summary>
    /// The libraries that an image has beside a program: the assemblies that a compiler wrote a list of dependencies for, and not
    /// those dependencies; none where there is no folder.
    /// </summary>
    /// <param name="program">The folder of the program.</param>
    public static Validated<IReadOnlyList<ExtensionLibrary>> Beside(string program)
    {
        var folder = Path.Combine(program, Folder);
        var loaded = Directory.Exists(folder)
            ? Directory.GetFiles(folder, $"*{Dependencies}").Order(StringComparer.Ordinal)
                .Select(list => Load($"{list[..^Dependencies.Length]}.dll")).ToList()
            : [];
        List<Problem> problems = [.. loaded.SelectMany(x => x.Problems)];
        return problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<ExtensionLibrary>>(problems)
            : Validated.Valid<IReadOnlyList<ExtensionLibrary>>([.. loaded.Select(x => x.Value)]);
    }

    /// <summary>One of each public class that is a <typeparamref name="T"/>, in the ordinal order of their full names.</summary>
    public Validated<IReadOnlyList<T>> Create<T>()
        where T : class
    {
        var made = _types.Where(x => x is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })
            .Where(typeof(T).IsAssignableFrom)
            .OrderBy(x => x.FullName, StringComparer.Ordinal)
            .Select(Create<T>)
            .ToList();
        List<Problem> problems = [.. made.SelectMany(x => x.Problems)];
        return problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<T>>(problems)
            : Validated.Valid<IReadOnlyList<T>>([.. made.Select(x => x.Value)]);
    }

    /// <summary>
    /// A library of the toolkit that an assembly was compiled against in another version than the one at work: types would be
    /// missed one by one, when they are used.
    /// </summary>
    private static (string Name, Version Compiled, Version Loaded)? OtherToolkit(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var loaded = AssemblyLoadContext.Default.Assemblies.Select(assembly => assembly.GetName())
            .Where(assembly => assembly.Name!.StartsWith("Pipeline.", StringComparison.Ordinal))
            .ToDictionary(assembly => assembly.Name!, assembly => ReleaseOf(assembly.Version!));
        foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
        {
            var (name, compiled) = (metadata.GetString(reference.Name), ReleaseOf(reference.Version));
            if (loaded.TryGetValue(name, out var at) && at != compiled)
                return (name, compiled, at);
        }

        return null;

        static Version ReleaseOf(Version version) => new(version.Major, version.Minor, version.Build);
    }

    private Validated<T> Create<T>(Type type)
        where T : class
    {
        if (type.GetConstructor(Type.EmptyTypes) is not { } constructor)
            return Validated.Invalid<T>(Problem($"'{type.FullName}' has no public constructor without parameters."));
        try
        {
            return Validated.Valid((T)constructor.Invoke(null));
        }
        catch (TargetInvocationException exception)
        {
            return Validated.Invalid<T>(Problem($"'{type.FullName}' cannot be made: {exception.InnerException!.Message}"));
        }
    }

    private Problem Problem(string message) => new(_path, null, null, message);

    private static Validated<ExtensionLibrary> Refuse(string path, string message, string? hint = null) =>
        Validated.Invalid<ExtensionLibrary>(new Problem(path, null, null, message, hint));
}

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
