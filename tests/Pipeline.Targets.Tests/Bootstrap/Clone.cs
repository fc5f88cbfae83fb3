using System.Diagnostics;
using Pipeline.Testing;

namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>
/// A temporary clone: the repository's own scripts and settings, and sources small enough to compile in seconds.
/// </summary>
internal sealed class Clone : IDisposable
{
    private static readonly string[] Copied =
    [
        "build.sh", "build.ps1", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Build.targets",
        "Directory.Packages.props", "Directory.Solution.targets", "build/_build.csproj", "build/BuildClosure.targets",
        "build/PackageProbe/PackageProbe.csproj", "build/PackageProbe/PackageProbe.targets",
    ];

    private readonly DirectoryInfo _folder;
    private readonly BuildScript _script;

    private Clone(DirectoryInfo folder, BuildScript script)
    {
        (_folder, _script) = (folder, script);
        Root = Path.Combine(folder.FullName, "le dépôt");
    }

    public string Root { get; }

    /// <summary>Variables of the next runs; null takes one away.</summary>
    public Dictionary<string, string?> Variables { get; } = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["PIPELINE_PACKAGES"] = "polyfill",
        ["PIPELINE_LAST_GOOD"] = null,
    };

    /// <param name="script">What starts the build in it.</param>
    public static Clone Create(BuildScript script)
    {
        _ = script.CommandByName();
        var clone = new Clone(Directory.CreateTempSubdirectory("pipeline bootstrap "), script);
        foreach (var path in Copied)
            clone.Copy(path);
        clone.Write("src/Pipeline.Core/Word.cs", """
            namespace Pipeline;

            public static class Word
            {
                public const string Spoken = "first";
            }

            """);
        return clone;
    }

    public string PathOf(string path) => Path.Combine(Root, path);

    public bool Has(string path) => File.Exists(PathOf(path));

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var run = Start(arguments);
        return await run.EndAsync();
    }

    /// <summary>Starts the script, wherever it is called from, and through whatever link.</summary>
    public ScriptRun Start(string[] arguments, string? script = null, string? from = null) =>
        Start(_script.Command(script ?? PathOf(_script.Name)), arguments, from);

    /// <summary>Starts any command in the clone.</summary>
    public ScriptRun Start(IReadOnlyList<string> command, string[] arguments, string? from = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1).Concat(arguments)) { WorkingDirectory = from ?? Root };
        foreach (var name in start.Environment.Keys.Where(
            x => x.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return new ScriptRun(start);
    }

    /// <summary>Whether the lock names, after the host and the script, the compiler that the script has started.</summary>
    public bool IsCompiling() => new FileInfo(PathOf(".nuke/temp/lock")).LinkTarget?.Count(x => x == ':') == 2;

    /// <summary>The digests of the builds that are kept.</summary>
    public IReadOnlyList<string> Builds() =>
        Directory.Exists(PathOf(".nuke/temp/build"))
            ? [.. Directory.GetDirectories(PathOf(".nuke/temp/build")).Select(x => Path.GetFileName(x)).Order()]
            : [];

    public void Dispose() => _folder.Delete(recursive: true);

    private void Copy(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.Copy(Path.Combine(Repository.Root, path), PathOf(path));
    }
}
