namespace Pipeline.Core.Retention;

/// <summary>The kinds of things that stay on the disk after they were used, each with limits of its own.</summary>
public enum KeptKind
{
    /// <summary>Images, unpacked in environments.</summary>
    Images,

    /// <summary>Files of prediction logs.</summary>
    Predictions,

    /// <summary>What servers that ended wrote to their standard output.</summary>
    Logs,

    /// <summary>Compiled servers, gateways and extensions.</summary>
    Builds,

    /// <summary>Compressed layers of images.</summary>
    Layers,

    /// <summary>What a killed process left half-written or half-removed.</summary>
    Drafts,
}

/// <summary>A file, or a folder with all that is in it, that is kept for a while.</summary>
public sealed record KeptEntry
{
    public required KeptKind Kind { get; init; }

    /// <summary>Absolute; on an engine, the image's name.</summary>
    public required string Path { get; init; }

    public required long Bytes { get; init; }

    public required DateTimeOffset LastUsed { get; init; }

    /// <summary>What points to it, such as "revision 3 of production answers"; null for nothing.</summary>
    public string? KeptBy { get; init; }

    /// <summary>Measures what is on the disk; null for what is gone, and for a link, which was not made here.</summary>
    public static KeptEntry? Measure(KeptKind kind, string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, LinkTarget: null } file
                ? new KeptEntry { Kind = kind, Path = path, Bytes = file.Length, LastUsed = LastUse.Of(path)!.Value }
                : new DirectoryInfo(path) is { Exists: true, LinkTarget: null } folder ? Measure(kind, folder) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static KeptEntry Measure(KeptKind kind, DirectoryInfo folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var (bytes, last) = (0L, folder.LastWriteTimeUtc);
        foreach (var below in folder.EnumerateFileSystemInfos("*", options))
        {
            bytes += (below as FileInfo)?.Length ?? 0;
            last = below.LastWriteTimeUtc > last ? below.LastWriteTimeUtc : last;
        }

        return new KeptEntry { Kind = kind, Path = folder.FullName, Bytes = bytes, LastUsed = last };
    }
}

/// <summary>A place with kept things, which knows what points to them and what keeps others from changing them.</summary>
public interface IKeptPlace
{
    /// <summary>As in "production of loan-default".</summary>
    string Title { get; }

    /// <summary>Everything that limits may apply to, with what points to it. Changes nothing.</summary>
    /// <exception cref="UnclearPlaceException">It cannot be known what points to what.</exception>
    Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What points to things now, by their paths: asked once more while the place is held.</summary>
    /// <exception cref="UnclearPlaceException">It cannot be known any more.</exception>
    Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken);

    /// <summary>Takes a thing's name away while the place is held, so that nobody finds it any more; what nobody uses.</summary>
    /// <returns>What is left to delete once it is not held any more; null where it stays, or is gone already.</returns>
    /// <exception cref="IOException">It cannot be removed.</exception>
    Task<string?> TakeAwayAsync(KeptEntry entry, CancellationToken cancellationToken) =>
        Task.FromResult(Removal.TakeAway(entry));

    /// <summary>Deletes what <see cref="TakeAwayAsync"/> left.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    Task DeleteAsync(string away, CancellationToken cancellationToken)
    {
        Removal.Delete(away);
        return Task.CompletedTask;
    }

    /// <summary>Whether a thing is there that was not taken away.</summary>
    Task<bool> ExistsAsync(KeptEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Task.FromResult(System.IO.Path.Exists(entry.Path));
    }

    /// <summary>Keeps those out who would point to something, until it is disposed. Held for as long as renaming takes.</summary>
    /// <exception cref="UnclearPlaceException">Somebody is at work there.</exception>
    Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken);
}

/// <summary>Nothing is removed in a place of which it is not clear what is needed there.</summary>
public sealed class UnclearPlaceException : Exception
{
    /// <param name="title">Of the place.</param>
    /// <param name="reason">As half a sentence.</param>
    /// <param name="inner">What made it unclear.</param>
    public UnclearPlaceException(string title, string reason, Exception? inner = null)
        : base($"In {title} nothing was removed: {reason}.", inner)
    {
    }
}
