using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Delivery.Builds;

/// <summary>Finds out what projects are made of, from MSBuild, which alone knows.</summary>
/// <param name="root">Of the repository.</param>
/// <param name="temporary">What was found is kept below this folder.</param>
public sealed class SourceClosures(string root, string temporary)
{
    private const string TargetsFile = "SourceClosure.targets";
    private const string ImportMark = "Importing project \"";

    private readonly DotnetCli _dotnet = new(root);
    private Task<string>? _sdk;

    private string Folder => Path.Combine(temporary, "closures");

    /// <param name="project">The path of a project file.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="UnreadableProjectException">MSBuild cannot read the project, or one that it references.</exception>
    public async Task<SourceClosure> FindAsync(string project, CancellationToken cancellationToken)
    {
        var sdk = await (_sdk ??= SdkAsync(cancellationToken));
        var place = Path.Combine(Folder, $"{Digest.OfText(project).Hex[..16]}.json");
        var files = await ReadAsync(place, cancellationToken);
        if (files is null || await files.EvaluateAsync(root, sdk, cancellationToken) != files.Evaluated)
        {
            files = await AskAsync(project, cancellationToken);
            files = files with { Evaluated = await files.EvaluateAsync(root, sdk, cancellationToken) };
            await AtomicFile.WriteAsync(
                place, JsonSerializer.SerializeToUtf8Bytes(files, DocumentJson.Options), cancellationToken);
        }

        return new SourceClosure(await files.SourcesAsync(root, cancellationToken), sdk, files.Runtime);
    }

    private static async Task<ClosureFiles?> ReadAsync(string place, CancellationToken cancellationToken)
    {
        if (!File.Exists(place))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ClosureFiles>(
                await File.ReadAllBytesAsync(place, cancellationToken), DocumentJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<ClosureFiles> AskAsync(string project, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var targets = Path.Combine(Folder, TargetsFile);
        var list = Path.Combine(Folder, $"{Path.GetFileNameWithoutExtension(project)}.{Environment.ProcessId}.tmp");
        await WriteTargetsAsync(targets, cancellationToken);
        File.Delete(list);
        try
        {
            var (output, exitCode) = await _dotnet.TryRunAsync(
                [
                    "msbuild", project, "-nologo", "-maxCpuCount:1", "-verbosity:diagnostic", "-target:ListSourceClosure",
                    "-property:Configuration=Release", $"-property:SourceClosureList={list}",
                    $"-property:CustomAfterMicrosoftCommonTargets={targets}",
                    $"-property:CustomAfterMicrosoftCommonCrossTargetingTargets={targets}",
                ],
                cancellationToken);
            var lines = File.Exists(list) ? await File.ReadAllLinesAsync(list, cancellationToken) : [];
            return exitCode == 0 && lines.Length > 0
                ? Sort([.. lines.Select(x => x.Split('|', 2)).Select(x => (x[0], x[1]))], Imports(output))
                : throw new UnreadableProjectException(project, [.. DotnetCli.Errors(output).Take(3)]);
        }
        finally
        {
            File.Delete(list);
        }
    }

    private static async Task WriteTargetsAsync(string path, CancellationToken cancellationToken)
    {
        await using var resource = typeof(SourceClosures).Assembly.GetManifestResourceStream(TargetsFile)!;
        await AtomicFile.WriteAsync(path, resource.CopyToAsync, cancellationToken);
    }

    private ClosureFiles Sort(IReadOnlyList<(string Kind, string Value)> lines, IEnumerable<string> imports)
    {
        var projects = Of("project").Select(Path.GetFullPath).Distinct().ToList();
        var folders = projects.Select(x => Path.GetDirectoryName(x) + Path.DirectorySeparatorChar).ToList();
        // The SDK and packages are known by their versions; what a restore writes follows from both.
        List<string> foreign = [.. Of("foreign").Where(x => x.Length > 1), temporary];
        bool IsOurs(string path) =>
            !foreign.Any(x => path.StartsWith(x, StringComparison.Ordinal)) && !path.Split('/', '\\').Contains("obj");
        return new ClosureFiles
        {
            Evaluated = Digest.OfText(""),
            Runtime = Of("runtime").First(),
            Projects = projects,
            Imports = [.. imports.Where(IsOurs).Distinct()],
            Elsewhere =
            [
                .. Of("file").Where(IsOurs).Where(x => !folders.Any(y => x.StartsWith(y, StringComparison.Ordinal))).Distinct(),
            ],
        };

        IEnumerable<string> Of(string kind) => lines.Where(x => x.Kind == kind).Select(x => x.Value);
    }

    private static IEnumerable<string> Imports(IEnumerable<string> output) =>
        from line in output
        let start = line.IndexOf(ImportMark, StringComparison.Ordinal)
        where start >= 0
        let path = line[(start + ImportMark.Length)..]
        select Path.GetFullPath(path[..path.IndexOf('"', StringComparison.Ordinal)]);

    private async Task<string> SdkAsync(CancellationToken cancellationToken)
    {
        var (output, _) = await _dotnet.TryRunAsync(["--version"], cancellationToken);
        return output is [var version, ..] ? version.Trim() : "unknown";
    }
}

/// <summary>MSBuild could not say what a project is made of.</summary>
/// <param name="project">Its path.</param>
/// <param name="errors">What MSBuild said.</param>
public sealed class UnreadableProjectException(string project, IReadOnlyList<string> errors) : Exception(
    $"MSBuild cannot read the project '{project}'{(errors.Count > 0 ? $": {string.Join(' ', errors)}" : ".")}");
