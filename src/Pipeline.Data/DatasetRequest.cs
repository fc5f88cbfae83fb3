using Pipeline.Core.Checks;
using Pipeline.Core.Progress;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Manifest;

namespace Pipeline.Data;

/// <summary>Which dataset, and what is said of it.</summary>
public sealed record DatasetRequest
{
    /// <summary>Has a <see cref="DataSection"/>.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    /// <summary>The folder that the manifest's paths begin at, which is its own.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Where the rows go that fail a check, as CSV; a file that is there from before goes when there are none. Default: nowhere.
    /// </summary>
    public string? QuarantinePath { get; init; }

    /// <summary>How many threads read and look at the rows; no result depends on it. Default: one for each processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How much is read at once, in bytes; for tests.</summary>
    internal int BlockBytes { get; init; } = new SourceOptions().BlockBytes;

    /// <summary>Says when "now" is, which the freshness of data is counted from. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The team's own expectations. Default: none.</summary>
    public ExpectationCatalog Expectations { get; init; } = ExpectationCatalog.Empty;

    /// <summary>
    /// Where what does not fit into memory goes for as long as it is needed. Default: the system's folder for that.
    /// </summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    internal DataSection Section => Manifest.Get<DataSection>();

    /// <summary>A path as the user knows it: beside the manifest.</summary>
    /// <param name="path">Relative to the folder of the manifest.</param>
    internal string ShowPath(string path) =>
        Path.Combine(Path.GetDirectoryName(Manifest.Locate("").File) ?? "", path).Replace('\\', '/');

    internal RowPassOptions Pass(string step, IProgress<StepEvent> progress) => new(step, progress) { Threads = Threads };
}
