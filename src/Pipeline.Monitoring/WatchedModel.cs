using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring;

/// <summary>A model whose predictions are in a log, with what is known about it.</summary>
public sealed record WatchedModel
{
    public required Digest Digest { get; init; }

    public required ModelSignature Signature { get; init; }

    /// <summary>Null for a model that was never registered.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>What it learned from, by its digest; null where nothing tells.</summary>
    public Digest? Data { get; init; }

    /// <summary>Inputs of which no window keeps any value.</summary>
    public IReadOnlySet<string> Personal { get; init; } = new HashSet<string>();

    /// <summary>Columns whose groups are compared.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>Those of them that the model does not read: they may come with outcomes.</summary>
    public IReadOnlyList<string> ProtectedBeside => [.. Protected.Except(Signature.Inputs.Select(x => x.Name))];

    /// <summary>What the model knew when it was released; null for a version from before that was kept.</summary>
    public ReferenceDocument? Reference { get; init; }
}

/// <summary>Finds the models that a log names.</summary>
public interface IWatchedModels
{
    /// <summary>
    /// Null for one that nobody knows here: its windows are counted, and nothing is compared. It is asked often.
    /// </summary>
    Task<WatchedModel?> FindAsync(Digest digest, CancellationToken cancellationToken);
}

/// <summary>
/// What windows of a model are held against, kept with its version: what it learned from, what it answered on rows that it had
/// not seen, and how good that was. It has no row of the data.
/// </summary>
[DocumentSchema("monitoring-reference", 1)]
public sealed record ReferenceDocument : Document
{
    public required Digest ModelDigest { get; init; }

    /// <summary>The rows that the model learned from, and those that it was judged by.</summary>
    public required long Rows { get; init; }

    /// <summary>By input of the model, over these rows.</summary>
    public required IReadOnlyList<ColumnProfile> InputProfiles { get; init; }

    /// <summary>By output, over the rows that it was judged by.</summary>
    public required IReadOnlyList<ColumnProfile> OutputProfiles { get; init; }

    /// <summary>Null where the rows that it was judged by say nothing of it.</summary>
    public PerformanceReference? Performance { get; init; }

    /// <summary>
    /// By metric, the files of a model that estimates this loss of a row from its inputs, none of them personal; none for
    /// classes, and where there were too few rows.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, byte[]>> LossModels { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, byte[]>>();

    /// <summary>How inputs that are not personal hang together; null where there are too few rows or columns.</summary>
    public ReconstructionReference? Reconstruction { get; init; }
}
