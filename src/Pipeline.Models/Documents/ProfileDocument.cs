using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>
/// What the values of a dataset are like, without a row of it: small enough to travel with a model, and profiles of parts merge
/// to that of the whole.
/// </summary>
[DocumentSchema("profile", 1)]
public sealed record ProfileDocument : Document
{
    /// <summary>As the manifest has it.</summary>
    public required string Path { get; init; }

    /// <summary>Of the bytes; null for what was merged.</summary>
    public Digest? Data { get; init; }

    public required long Rows { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<ColumnProfile> Columns { get; init; }
}
