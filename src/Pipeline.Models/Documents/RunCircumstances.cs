using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>
/// Where a run took place and what it took. None of it is part of what the run is: another machine makes the same model.
/// </summary>
public sealed record RunCircumstances
{
    /// <summary>The data as people know it; null where nobody said.</summary>
    public RunData? Data { get; init; }

    /// <summary>What git knew of the sources when the run began; null without git or outside of a repository.</summary>
    public RunSource? Source { get; init; }

    /// <summary>What it ran on.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>Processor time of the process while it trained, on all processors together.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>
    /// The most memory that the process held while it trained, in bytes, with all that it held before; 0 where that is not known.
    /// </summary>
    public long PeakMemory { get; init; }
}

/// <summary>The data of a run as people know it.</summary>
/// <param name="Path">As the manifest has it.</param>
/// <param name="Version">In DVC's terms; null for data without a pointer, or other data than it points to.</param>
public sealed record RunData(string Path, DatasetVersion? Version = null);

/// <summary>The state of the sources.</summary>
/// <param name="Commit">The full name of the commit that was checked out.</param>
/// <param name="IsDirty">Files differed from the commit, or were unknown to it; null where git did not say.</param>
public sealed record RunSource(string Commit, bool? IsDirty = null);

/// <summary>What a run ran on.</summary>
public sealed record RunEnvironment
{
    /// <summary>"Debian GNU/Linux 13 (trixie)".</summary>
    public required string System { get; init; }

    /// <summary>"x64".</summary>
    public required string Architecture { get; init; }

    /// <summary>How many the process may use.</summary>
    public required int Processors { get; init; }

    /// <summary>".NET 10.0.0".</summary>
    public required string Runtime { get; init; }

    /// <summary>The libraries that the trainer stands on, by name, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();
}

/// <summary>A training that made no model.</summary>
[DocumentSchema("failed-run", 1)]
public sealed record FailedRunDocument : Document
{
    /// <summary>Unlike that of a run with a model, it has the time in it: each attempt is one of its own.</summary>
    public required RunId Id { get; init; }

    public required ModelName Name { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>As the manifest has it: "fast-tree".</summary>
    public required string Trainer { get; init; }

    /// <summary>As the manifest would have them, defaults included.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>What people chose, each by its path with dots.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Of the dataset's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>How many rows there were to learn from.</summary>
    public required int Rows { get; init; }

    /// <summary>It was interrupted, or its process ended without a word; otherwise it ended with an error.</summary>
    public required bool IsKilled { get; init; }

    /// <summary>The sentences that the person at the build saw.</summary>
    public required string Error { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null where nobody saw the end.</summary>
    public TimeSpan? Duration { get; init; }

    public required RunCircumstances Circumstances { get; init; }
}

/// <summary>What people chose of a training as parameters by name.</summary>
public static class RunParameters
{
    /// <summary>
    /// Of each value its text, by its path with dots: "booster.max-depth". A list of plain values is one of them, "a, b"; in
    /// other lists each item has its number.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Flatten(params IEnumerable<JsonElement> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var choice in choices)
            Add(flat, "", choice);
        return flat;
    }

    private static void Add(SortedDictionary<string, string> flat, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    Add(flat, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind
                is JsonValueKind.Object or JsonValueKind.Array):
                foreach (var (at, item) in value.EnumerateArray().Index())
                    Add(flat, string.Create(CultureInfo.InvariantCulture, $"{path}.{at}"), item);
                break;
            case JsonValueKind.Array:
                flat[path] = string.Join(", ", value.EnumerateArray().Select(item => item.ToString()));
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                flat[path] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
                break;
        }
    }
}
