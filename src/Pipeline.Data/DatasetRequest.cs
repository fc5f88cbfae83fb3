using Pipeline.Data.Schemas;
using Pipeline.Manifest;

namespace Pipeline.Data;

/// <summary>Which dataset, and what is said of it.</summary>
public sealed record DatasetRequest
{
    /// <summary>Has a <see cref="DataSection"/>.</summary>
    public required BoundManifest<ModelFrame> Manifest { get; init; }

    /// <summary>The folder that the manifest's paths begin at, which is its own.</summary>
    public required string Folder { get; init; }

    internal DataSection Section => Manifest.Get<DataSection>();

    /// <summary>The data file as the user knows it: beside the manifest.</summary>
    internal string ShownPath =>
        Path.Combine(Path.GetDirectoryName(Manifest.Locate("").File) ?? "", Section.Path).Replace('\\', '/');
}
