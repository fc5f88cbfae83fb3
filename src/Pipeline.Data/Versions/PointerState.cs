namespace Pipeline.Data.Versions;

/// <summary>The part of a pointer that changes with the data.</summary>
/// <param name="Id">Of the file, or of the folder's listing.</param>
internal sealed record PointerState(ObjectId Id)
{
    /// <summary>In bytes, of all files; null where the pointer does not say.</summary>
    public long? Size { get; init; }

    /// <summary>How many files a folder has; null for a file.</summary>
    public long? Files { get; init; }

    /// <summary>The owner may run the file as a program.</summary>
    public bool IsExecutable { get; init; }
}
