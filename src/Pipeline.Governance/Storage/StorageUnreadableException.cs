namespace Pipeline.Governance.Storage;

/// <summary>A file is not what it should be: of another program, of a newer format, or damaged.</summary>
public sealed class StorageUnreadableException(string path, string reason, Exception? innerException = null) : IOException(
    $"'{path}' cannot be read: {reason}.", innerException)
{
    public string Path { get; } = path;
}
