namespace Pipeline.Models.Documents;

/// <summary>Which version of the data it is, in DVC's terms.</summary>
/// <param name="Md5">32 hexadecimal digits; of a folder with ".dir" behind them.</param>
/// <param name="Size">In bytes, of all files.</param>
/// <param name="Pointer">The .dvc file, from the root of its project.</param>
/// <param name="Files">How many a folder has; null for a file.</param>
public sealed record DatasetVersion(string Md5, long Size, string Pointer, long? Files = null)
{
    /// <summary>What of the version was read, from its folder: a file or a pattern; null for all of it.</summary>
    public string? Part { get; init; }
}
