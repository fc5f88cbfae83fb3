using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>What a dataset is, and whether it is what its manifest expects.</summary>
[DocumentSchema("dataset", 1)]
public sealed record DatasetDocument : Document
{
    /// <summary>As the manifest has it.</summary>
    public required string Path { get; init; }

    /// <summary>Of the file's bytes.</summary>
    public required Digest Data { get; init; }

    /// <summary>The size of the file in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>In DVC's terms; null for data without a pointer, or other data than it points to.</summary>
    public DatasetVersion? Version { get; init; }

    public required long Rows { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<DatasetColumn> Columns { get; init; }

    public required DatasetLabel Label { get; init; }

    /// <summary>The columns whose groups the model must treat alike.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    public required DatasetSplit Split { get; init; }

    public required CheckReport Report { get; init; }

    /// <summary>For each check, in the order of the report.</summary>
    public IReadOnlyList<CheckEvidence> Evidence { get; init; } = [];
}
