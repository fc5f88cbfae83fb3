using System.Text.RegularExpressions;
using Pipeline.Core.Problems;

namespace Pipeline.Governance.Registry;

/// <summary>Where journal, projection and blobs are: below <c>.pipeline/</c> of the clone unless two settings differ.</summary>
public sealed record RegistryLocation
{
    /// <summary>The path of the journal's file. The projection lies beside it.</summary>
    public const string RegistryVariable = "PIPELINE_REGISTRY";

    /// <summary>The path of the folder of blobs.</summary>
    public const string StoreVariable = "PIPELINE_STORE";

    private static readonly string[] CiVariables = ["CI", "GITHUB_ACTIONS"];

    private RegistryLocation()
    {
    }

    public required string JournalPath { get; init; }

    /// <summary>The format is part of the name: toolkits of different age keep one each, and either may be deleted.</summary>
    public string ProjectionPath => Path.ChangeExtension(JournalPath, null) + ".registry-2.db";

    public required string StorePath { get; init; }

    /// <summary>False where the machine is a runner, which ends with its job, and something is kept in the clone.</summary>
    public bool OutlivesMachine => Lost.Count == 0;

    /// <summary>The settings without which what is recorded is lost with the runner.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>For an annotation and the summary; null when there is nothing to say.</summary>
    public Problem? Warning => OutlivesMachine ? null : new Problem(
        "Nothing that this run records will outlast the runner: versions, aliases and their history end with it.",
        $"Set {string.Join(" and ", Lost)} to paths on storage that stays.");

    /// <param name="environment">The variables that were given; an empty one is not given.</param>
    /// <param name="root">Of the clone; relative paths begin there.</param>
    public static Validated<RegistryLocation> Resolve(IReadOnlyDictionary<string, string> environment, string root)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var absoluteRoot = Path.GetFullPath(root);
        var (registry, store) = (Given(environment, RegistryVariable), Given(environment, StoreVariable));
        List<Problem> problems =
        [
            .. LocationProblems.Of(RegistryVariable, registry, absoluteRoot, isFolder: false),
            .. LocationProblems.Of(StoreVariable, store, absoluteRoot, isFolder: true),
        ];
        if (problems.Count > 0)
            return Validated.Invalid<RegistryLocation>(problems);
        var isRunner = CiVariables.Any(x => Given(environment, x) is { } value && value != "false");
        var (journalPath, storePath) = (
            Path.GetFullPath(registry ?? Path.Combine(".pipeline", "journal.db"), absoluteRoot),
            Path.GetFullPath(store ?? Path.Combine(".pipeline", "blobs"), absoluteRoot));
        return Validated.Valid(new RegistryLocation
        {
            JournalPath = journalPath,
            StorePath = storePath,
            Lost = isRunner ? [.. Ending((RegistryVariable, journalPath), (StoreVariable, storePath), absoluteRoot)] : [],
        });
    }

    private static IEnumerable<string> Ending((string, string) registry, (string, string) store, string root)
    {
        var clone = root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        foreach (var (variable, path) in new[] { registry, store })
        {
            if (path.StartsWith(clone, StringComparison.Ordinal))
                yield return variable;
        }
    }

    private static string? Given(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}

/// <summary>What can be said of a path before anything is opened.</summary>
internal static partial class LocationProblems
{
    public static IEnumerable<Problem> Of(string variable, string? value, string root, bool isFolder)
    {
        if (value is null)
            yield break;
        if (value.Any(char.IsControl))
            yield return new Problem($"{variable} has control characters; a path has none.");
        else if (Address().IsMatch(value))
            yield return new Problem(
                $"{variable} is the address '{WithoutSecrets(value)}'; a path on this machine is accepted.",
                "Mount the storage, and give its path.");
        else if (Misplaced(Path.GetFullPath(value, root), isFolder) is { } found)
            yield return new Problem($"{variable} is '{value}', but {found}.");
    }

    private static string? Misplaced(string path, bool isFolder)
    {
        if (isFolder && File.Exists(path))
            return "there is a file; a folder is accepted";
        if (!isFolder && (Directory.Exists(path) || Path.EndsInDirectorySeparator(path)))
            return "that is a folder; the path of a file in it is accepted, such as 'journal.db'";
        for (var above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                return $"'{above}' is a file, so that nothing can be below it";
        }

        return null;
    }

    /// <summary>An address may carry a password before its host, and keys behind its question mark.</summary>
    private static string WithoutSecrets(string value) => Secret().Replace(value, "$1…");

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]+:", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A([^:]+:(?://)?).*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
