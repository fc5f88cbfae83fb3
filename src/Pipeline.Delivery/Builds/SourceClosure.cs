using System.Text;
using Pipeline.Core.Identity;

namespace Pipeline.Delivery.Builds;

/// <summary>What the output of a project is made of: everything that, changed, makes another output.</summary>
/// <param name="Sources">
/// Of its sources, those of the projects that it references, the files that they take from elsewhere, and the settings above
/// them.
/// </param>
/// <param name="Sdk">The version of the SDK that compiles them.</param>
/// <param name="Runtime">The version of .NET that this SDK publishes with.</param>
public sealed record SourceClosure(Digest Sources, string Sdk, string Runtime)
{
    public Digest Digest => Digest.OfText($"{Sources}\n{Sdk}\n{Runtime}");
}

/// <summary>
/// The files behind a closure, as MSBuild found them. They are kept as long as nothing has changed that MSBuild would read to
/// find them, because to ask it takes a second or two.
/// </summary>
internal sealed record ClosureFiles
{
    private static readonly string[] Outputs = ["bin", "obj"];

    /// <summary>What MSBuild, NuGet and the compiler look for in every folder above a project.</summary>
    private static readonly string[] Settings =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props", "global.json",
        ".editorconfig", ".globalconfig", "nuget.config", "NuGet.config", "NuGet.Config",
    ];

    /// <summary>Of what MSBuild read, and the version of the SDK: they are found again when it is another.</summary>
    public required Digest Evaluated { get; init; }

    public required string Runtime { get; init; }

    /// <summary>Full paths.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>Files that projects import, besides what the SDK and packages bring; full paths.</summary>
    public required IReadOnlyList<string> Imports { get; init; }

    /// <summary>Files that projects take from outside of their folders; full paths.</summary>
    public required IReadOnlyList<string> Elsewhere { get; init; }

    /// <summary>Of the projects, what they import, the settings above them, and the names beside files from elsewhere.</summary>
    /// <param name="root">Paths count from here, so that two clones have the same digest.</param>
    /// <param name="sdk">The version of the SDK.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<Digest> EvaluateAsync(string root, string sdk, CancellationToken cancellationToken)
    {
        var all = new StringBuilder(sdk);
        foreach (var file in Projects.Concat(Imports).Concat(SettingsAbove()).Distinct().Order(StringComparer.Ordinal))
            await AppendAsync(all, root, file, cancellationToken);
        // A pattern in a project may take a file that was added beside these.
        foreach (var folder in Elsewhere.Select(Path.GetDirectoryName).Distinct().Order(StringComparer.Ordinal))
            all.Append('\n').AppendJoin('\n', NamesIn(folder!));
        return Digest.OfText(all.ToString());
    }

    /// <summary>Of all that the output is made of.</summary>
    public async Task<Digest> SourcesAsync(string root, CancellationToken cancellationToken)
    {
        var files = Projects.SelectMany(x => FilesIn(Path.GetDirectoryName(x)!))
            .Concat(Imports).Concat(SettingsAbove()).Concat(Elsewhere);
        var all = new StringBuilder();
        foreach (var file in files.Distinct().Order(StringComparer.Ordinal))
            await AppendAsync(all, root, file, cancellationToken);
        return Digest.OfText(all.ToString());
    }

    private IEnumerable<string> SettingsAbove() => Projects
        .SelectMany(x => FoldersAbove(Path.GetDirectoryName(x)))
        .Distinct()
        .SelectMany(x => Settings.Select(y => Path.Combine(x, y)))
        .Where(File.Exists);

    private static IEnumerable<string> FoldersAbove(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder).Concat(
        Directory.GetDirectories(folder).Where(IsSource).SelectMany(FilesIn));

    /// <summary>Not what a compiler or a tool leaves, nor what a link leads to: it may lead back.</summary>
    private static bool IsSource(string folder) =>
        Path.GetFileName(folder) is var name && !Outputs.Contains(name) && name[0] != '.'
        && !File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint);

    private static IEnumerable<string> NamesIn(string folder) => Directory.Exists(folder)
        ? Directory.GetFileSystemEntries(folder).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)
        : [];

    private static async Task AppendAsync(StringBuilder all, string root, string file, CancellationToken cancellationToken)
    {
        var digest = File.Exists(file) ? $"{await Digest.OfFileAsync(file, cancellationToken)}" : "absent";
        all.Append('\n').Append(digest).Append(' ').Append(Path.GetRelativePath(root, file).Replace('\\', '/'));
    }
}
