namespace Pipeline.Delivery;

/// <summary>What is made of a model cannot be written.</summary>
public sealed class ArtifactsNotWritableException(string folder, string reason) : Exception(
    $"What is made of the model goes to '{folder}', which cannot be written: {reason}.")
{
    /// <summary>Makes the folder where needed, and tries it, so that a build ends before its work and not after.</summary>
    /// <param name="root">Of the repository.</param>
    /// <param name="folder">Below it.</param>
    internal static void ThrowIfNeeded(string root, string folder)
    {
        var shown = Path.GetRelativePath(root, folder).Replace('\\', '/');
        for (var path = folder; path.Length > root.Length; path = Path.GetDirectoryName(path)!)
        {
            if (File.Exists(path))
                throw new ArtifactsNotWritableException(
                    shown, $"'{Path.GetRelativePath(root, path)}' is a file; move it away");
        }

        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactsNotWritableException(shown, exception.Message.TrimEnd('.'));
        }
    }
}
