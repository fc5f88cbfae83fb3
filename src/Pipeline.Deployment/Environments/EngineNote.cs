using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Processes;
using Pipeline.Environments;

namespace Pipeline.Deployment.Environments;

/// <summary>
/// Which engine an environment was deployed to, in its folder on this machine: for whoever chooses one, for who changes the
/// engine of an environment that is up, and for a rollback while environments.yml cannot be read. An environment of processes
/// needs none, its state itself is there.
/// </summary>
public static class EngineNote
{
    private const string FileName = "engine";
    private const int MostBytes = 256;

    /// <summary>Null where nothing was deployed from here, or to processes.</summary>
    public static string? Find(EnvironmentFolder folder)
    {
        var file = new FileInfo(PathIn(folder));
        return file is { Exists: true, Length: <= MostBytes } && File.ReadAllText(file.FullName).Trim() is var name
            && Slug.IsValid(name) ? name : null;
    }

    /// <summary>Another engine that the environment still runs on, as far as this machine knows; null where none is.</summary>
    public static async Task<string?> FindOtherAsync(
        EnvironmentFolder folder, string engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Find(folder) is { } noted)
            return noted == engine ? null : noted;
        if (engine == ProcessEngine.EngineName || !File.Exists(folder.Document))
            return null;
        var read = await DocumentFile.ReadAsync<EnvironmentDocument>(folder.Document, cancellationToken);
        return read.TryGet(out var document) && document.Stable is not null ? ProcessEngine.EngineName : null;
    }

    public static async Task WriteAsync(EnvironmentFolder folder, string engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (engine == ProcessEngine.EngineName || Find(folder) == engine)
            return;
        folder.Create();
        await AtomicFile.WriteTextAsync(PathIn(folder), engine, cancellationToken);
    }

    /// <summary>Once the environment is down: the next deployment may choose another.</summary>
    public static void Remove(EnvironmentFolder folder, string engine)
    {
        if (Find(folder) == engine)
            File.Delete(PathIn(folder));
    }

    private static string PathIn(EnvironmentFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.Combine(folder.Path, FileName);
    }
}

/// <summary>An environment was to be deployed to one engine while it runs on another: there would be two of it.</summary>
public sealed class EngineChangedException(string title, string from, string to) : Exception(
    $"{title} runs on the engine '{from}', and is to be deployed to '{to}'. Take it down with the engine that it has first.");
