namespace Pipeline.Packaging.Layers;

/// <summary>What an image may unpack to.</summary>
public sealed record ExtractionLimits
{
    /// <summary>Of all files together; 4 GiB unless told.</summary>
    public long MostBytes { get; init; } = 4L << 30;

    /// <summary>Files and folders of all layers together; 20,000 unless told.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>Of a path, in characters; 1,024 unless told.</summary>
    public int LongestPath { get; init; } = 1024;
}
