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
    public string ProjectionPath => Path.ChangeExtension(JournalPath, null) + ".registry-1.db";

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
