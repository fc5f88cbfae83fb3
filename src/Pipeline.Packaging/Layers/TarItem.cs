namespace Pipeline.Packaging.Layers;

/// <summary>What the header of an entry says; the path of a folder ends with '/'.</summary>
internal sealed record TarItem(string Path, char Kind, long Size, int Mode, int Owner);
