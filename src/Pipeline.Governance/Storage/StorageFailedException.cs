namespace Pipeline.Governance.Storage;

/// <summary>The disk or the file system failed; what was to be written is not there.</summary>
public sealed class StorageFailedException(string path, string reason, Exception innerException) : IOException(
    $"'{path}' could not be read or written: {reason}. Nothing was recorded; see to it and run again.", innerException)
{
    public string Path { get; } = path;
}
