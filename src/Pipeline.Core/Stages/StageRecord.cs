using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Core.Stages;

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
