using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Environments;

/// <summary>
/// Which engine an environment was deployed to, in its folder on this machine: for whoever chooses one, and for a rollback while
/// environments.yml cannot be read. An environment of processes needs none, its state itself is there.
/// </summary>
public static class EngineNote
{
    private const string FileName = "engine";
    private const int MostBytes = 256;

    /// <summary>Null where nothing was deployed from here, or to processes.</summary>
    public static string? Find(EnvironmentFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = new FileInfo(Path.Combine(folder.Path, FileName));
        return file is { Exists: true, Length: <= MostBytes } && File.ReadAllText(file.FullName).Trim() is var name
            && Slug.IsValid(name) ? name : null;
    }

    public static Task WriteAsync(EnvironmentFolder folder, string engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Find(folder) == engine
            ? Task.CompletedTask
            : AtomicFile.WriteTextAsync(Path.Combine(folder.Path, FileName), engine, cancellationToken);
    }
}
