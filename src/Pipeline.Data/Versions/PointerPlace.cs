namespace Pipeline.Data.Versions;

/// <param name="Project">Whose cache and remotes the data is in.</param>
/// <param name="Pointer">Which data.</param>
internal sealed record PointerPlace(DvcProject Project, Pointer Pointer)
{
    /// <summary>What of the data is meant, from its folder: a file, a folder or a pattern; null for all of it.</summary>
    public string? Part { get; init; }

    /// <summary>Absolute, of what is meant.</summary>
    public string Path => Part is null ? Pointer.Target : System.IO.Path.Combine(Pointer.Target, Part);

    /// <summary>The object that the pointer names; the files of a folder are in its listing.</summary>
    public ListedFile Root => new(System.IO.Path.GetFileName(Pointer.Target), Pointer.State.Id);
}
