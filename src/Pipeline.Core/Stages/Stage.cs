using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Stages;

/// <summary>A step between data and production: what it is made from, and the files that it makes.</summary>
public sealed record Stage
{
    /// <summary>Names the record: 1 to 63 lower-case letters, digits and single dashes, beginning with a letter.</summary>
    public required string Name
    {
        get;
        init => field = Slug.IsValid(value)
            ? value
            : throw new ArgumentException($"'{value}' is not a stage name; {Slug.Accepted} make one.");
    }

    /// <summary>Everything that changes the result: manifest sections, data, extensions, documents of earlier stages.</summary>
    /// <remarks>The toolkit's version is an input of every stage and needs no entry.</remarks>
    public required IReadOnlyDictionary<string, Digest> Inputs { get; init; }

    /// <summary>What has a name that people know instead of bytes: the SDK, the runtime, the hour that the clock shows.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The files that the work leaves, relative to the runner's root; each is verified by its digest. What ends with "/" is a
    /// folder: the names and bytes of all files in it, for work that alone knows their names.
    /// </summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    internal IEnumerable<(string Output, string Path)> Files(string root) =>
        Outputs.Select(x => (x, ContainedPath.Resolve(root, x)));
}

/// <summary>That a stage finished: written last, so that whoever finds it finds its outputs too.</summary>
[DocumentSchema("stage", 1)]
public sealed record StageRecord : Document
{
    public required string Stage { get; init; }

    /// <summary>Counted from 1 over all attempts of this stage, those that did not finish included.</summary>
    public required int Attempt { get; init; }

    /// <summary>Of inputs that have no bytes, as they were then.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyDictionary<string, Digest> Outputs { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required TimeSpan Duration { get; init; }
}
