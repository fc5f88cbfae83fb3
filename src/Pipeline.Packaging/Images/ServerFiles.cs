using System.Text.Json.Nodes;
using System.Text.Json;
using Pipeline.Core.Problems;

namespace Pipeline.Packaging.Images;

/// <summary>
/// The published server in two parts: what changes with the version of .NET or of a package, and what changes with the toolkit.
/// </summary>
public sealed record ServerFiles
{
    private const string DependenciesExtension = ".deps.json";
    private const long MostBytes = 16L << 20;

    private ServerFiles(string name, IReadOnlyList<ServerFile> runtime, IReadOnlyList<ServerFile> app) =>
        (Name, Runtime, App) = (name, runtime, app);

    /// <summary>The program to start: "Pipeline.Serving".</summary>
    public string Name { get; }

    /// <summary>Frameworks and packages, in ordinal order of their paths.</summary>
    public IReadOnlyList<ServerFile> Runtime { get; }

    /// <summary>The assemblies of projects, the program, and what configures it, in the same order.</summary>
    public IReadOnlyList<ServerFile> App { get; }

    /// <summary>Whether a file came with one of the packages, or a package that belongs to it.</summary>
    public static bool IsOf(ServerFile file, IReadOnlyCollection<string> packages)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Package is { } package && packages.Contains(package, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The same server without the files of packages that nothing in it asks for. Its list of dependencies loses them, too: .NET
    /// starts no program that lacks a file of the list.
    /// </summary>
    public async Task<ServerFiles> WithoutAsync(IReadOnlyCollection<string> packages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packages);
        var list = App.First(file => file.Path == Name + DependenciesExtension);
        var dependencies = JsonNode.Parse(await File.ReadAllBytesAsync(list.Source, cancellationToken))!;
        var target = (string)dependencies["runtimeTarget"]!["name"]!;
        foreach (var (library, content) in dependencies["targets"]![target]!.AsObject())
        {
            if (!packages.Contains(library.Split('/')[0], StringComparer.OrdinalIgnoreCase))
                continue;
            content!.AsObject().Remove("runtime");
            content.AsObject().Remove("native");
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(dependencies);
        return new ServerFiles(
            Name,
            [.. Runtime.Where(file => !IsOf(file, packages))],
            [.. App.Select(file => file == list ? file with { Bytes = bytes } : file)]);
    }

    /// <summary>
    /// Sorts the files of <c>dotnet publish --self-contained</c>. Not self-contained, not published completely and not a publish
    /// folder at all are problems.
    /// </summary>
    public static async Task<Validated<ServerFiles>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return Refuse(folder, "There is no such folder.");
        var found = Directory.GetFiles(folder, $"*{DependenciesExtension}");
        if (found is not [var dependencies] || new FileInfo(dependencies).Length > MostBytes)
            return Refuse(folder, $"A server has one {DependenciesExtension} file, and this folder has {found.Length}.");
        var bytes = await File.ReadAllBytesAsync(dependencies, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Split(folder, Path.GetFileName(dependencies)[..^DependenciesExtension.Length], document.RootElement);
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<ServerFiles>(JsonProblem.From(exception, dependencies, bytes));
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException)
        {
            return Refuse(dependencies, "This is not a file of dependencies as dotnet publish writes it.");
        }
    }

    private static Validated<ServerFiles> Split(string folder, string name, JsonElement dependencies)
    {
        var runtime = Assets(dependencies).Where(x => !x.IsProject)
            .DistinctBy(x => x.Path).ToDictionary(x => x.Path, x => x.Library, StringComparer.Ordinal);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(x => Path.GetRelativePath(folder, x.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Select(x => new ServerFile(x, Path.Combine(folder, x), IsProgram: x == name || x == "createdump"))
            .ToList();
        if (!files.Any(x => x.Path == name) || !runtime.Keys.Any(x => x.EndsWith("libhostfxr.so", StringComparison.Ordinal)))
            return Refuse(folder, "The server is not self-contained for Linux.");
        var missing = Assets(dependencies).Select(x => x.Path).Except(files.Select(x => x.Path)).ToList();
        if (missing.Count > 0)
            return Refuse(folder, $"The published server is not complete: {missing[0]} is missing.");
        return Validated.Valid(new ServerFiles(
            name,
            [.. files.Where(x => runtime.ContainsKey(x.Path)).Select(x => x.From(runtime[x.Path]))],
            [.. files.Where(x => !runtime.ContainsKey(x.Path))]));
    }

    /// <summary>What libraries bring: runtime packs and packages keep their file's name, all in one folder.</summary>
    private static IEnumerable<(string Path, string Library, bool IsProject)> Assets(JsonElement dependencies)
    {
        var target = dependencies.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
        foreach (var library in dependencies.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            var type = dependencies.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString();
            foreach (var kind in new[] { "runtime", "native" })
            {
                if (!library.Value.TryGetProperty(kind, out var assets))
                    continue;
                foreach (var asset in assets.EnumerateObject())
                    yield return (asset.Name.Split('/')[^1], library.Name, type == "project");
            }
        }
    }

    private static Validated<ServerFiles> Refuse(string path, string message) => Validated.Invalid<ServerFiles>(
        new Problem(path, null, null, message, "dotnet publish of the server, with --runtime and --self-contained, makes it."));
}

/// <summary>A file of the server.</summary>
/// <param name="Path">From the folder of the server, with '/'.</param>
/// <param name="Source">Where its bytes are.</param>
/// <param name="IsProgram">It can be started.</param>
public sealed record ServerFile(string Path, string Source, bool IsProgram)
{
    /// <summary>The package that it came with; null for the server's own files.</summary>
    public string? Package { get; init; }

    /// <summary>Of that package.</summary>
    public string? Version { get; init; }

    /// <summary>Instead of those of the source; null, the default, for these.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <param name="library">"package/version", as lists of dependencies have it.</param>
    internal ServerFile From(string library) =>
        library.Split('/') is [var package, var version] ? this with { Package = package, Version = version } : this;
}
