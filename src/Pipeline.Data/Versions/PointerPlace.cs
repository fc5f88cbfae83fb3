namespace Pipeline.Data.Versions;

/// <param name="Project">Whose cache and remotes the data is in.</param>
/// <param name="Pointer">Which data.</param>
internal sealed record PointerPlace(DvcProject Project, Pointer Pointer)
{
    /// <summary>The object that the pointer names; the files of a folder are in its listing.</summary>
    public ListedFile Root => new(System.IO.Path.GetFileName(Pointer.Target), Pointer.State.Id);
}
