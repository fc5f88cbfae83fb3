using Pipeline.Packaging.Layers;

namespace Pipeline.Packaging.Images;

/// <summary>A layout as one archive, the form that <c>docker load</c> and <c>skopeo oci-archive:</c> read.</summary>
public static class ImageArchive
{
    /// <param name="layout">The folder of a <see cref="PackagedImage"/>.</param>
    /// <param name="stream">Left open. The same layout gives the same bytes.</param>
    /// <param name="cancellationToken">Leaves an incomplete archive.</param>
    public static Task WriteAsync(string layout, Stream stream, CancellationToken cancellationToken)
    {
        var entries = new DirectoryInfo(layout).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(x => x.Name[0] != '.')
            .Select(x => new LayerEntry.Copy(Path.GetRelativePath(layout, x.FullName).Replace('\\', '/'), x.FullName));
        return LayerTar.WriteAsync(entries, stream, cancellationToken);
    }
}
