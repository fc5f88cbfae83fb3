namespace Pipeline.Packaging.Layers;

/// <summary>A file or a folder of a layer. Times are not part of it: every entry of every layer has the same.</summary>
public abstract record LayerEntry
{
    internal const int FileMode = 0x1A4;
    internal const int ProgramMode = 0x1ED;
    internal const int FolderMode = 0x1ED;

    private LayerEntry(string path, int mode) => (Path, Mode) = (Checked(path), mode);

    /// <summary>From the image's root, with '/' and without one at either end.</summary>
    public string Path { get; }

    /// <summary>The nine bits of permission, and the sticky bit.</summary>
    public int Mode { get; }

    private static string Checked(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var parts = path.Split('/');
        return parts.All(x => x.Length > 0 && x is not ("." or "..")) && !path.Any(char.IsControl)
            ? path
            : throw new ArgumentException($"'{path}' is not the path of an entry of a layer.", nameof(path));
    }

    public sealed record Folder : LayerEntry
    {
        /// <param name="path">As <see cref="LayerEntry.Path"/>.</param>
        /// <param name="mode">Usually 0755.</param>
        /// <param name="owner">The number of a user and of its group; 0 is root.</param>
        public Folder(string path, int mode = FolderMode, int owner = 0)
            : base(path, mode) => Owner = owner;

        public int Owner { get; }
    }

    /// <summary>A file of this machine, read when the layer is made.</summary>
    public sealed record Copy : LayerEntry
    {
        public Copy(string path, string source, int mode = FileMode)
            : base(path, mode) => Source = source;

        public string Source { get; }
    }

    public sealed record Bytes : LayerEntry
    {
        public Bytes(string path, ReadOnlyMemory<byte> content)
            : base(path, FileMode) => Content = content;

        public ReadOnlyMemory<byte> Content { get; }
    }
}
