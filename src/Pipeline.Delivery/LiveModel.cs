using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Environments;
using Pipeline.Evaluation;
using Pipeline.Governance.Registry;
using Pipeline.Models;

namespace Pipeline.Delivery;

/// <summary>What answers in an environment: the environment keeps the files that its server loaded.</summary>
/// <param name="environment">Its name.</param>
/// <param name="revision">The stable one.</param>
/// <param name="said">The digest that its server says it serves; null where it does not answer.</param>
internal sealed class LiveModel(string environment, Revision revision, Digest? said)
{
    /// <summary>Beside the unpacked image: the rows that the model in it learned from.</summary>
    public const string LearnedFile = "learned.rows";

    /// <summary>Below the folder that a revision runs in.</summary>
    public static readonly string ModelFolder = Path.Combine(ImageFolders.Unpacked, "model");

    public string Environment => environment;

    public Revision Revision => revision;

    /// <summary>What its server says it serves, else what its files are; null where neither can be known.</summary>
    public async Task<Digest?> FindDigestAsync(CancellationToken cancellationToken)
    {
        if (said is not null)
            return said;
        try
        {
            return (await ReadAsync(cancellationToken)).Digest;
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return null;
        }
    }

    /// <summary>The model as a champion, from the environment's own files.</summary>
    public async Task<Champion> LoadAsync(PredictorLoader load, CancellationToken cancellationToken)
    {
        try
        {
            var artifact = await ReadAsync(cancellationToken);
            if (said is not null && artifact.Digest != said)
                return Unusable($"its files in '{Folder}' are model {artifact.Digest.Brief}, and it serves {said.Value.Brief}");
            var learned = await ReadLearnedAsync(cancellationToken);
            return new Champion.Ready(artifact.Digest, await load(artifact, cancellationToken), learned);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return Unusable(exception.Message.TrimEnd('.'));
        }
    }

    private string? Folder => revision.Launch is { } launch ? Path.Combine(launch.Folder, ModelFolder) : null;

    private Task<ModelArtifact> ReadAsync(CancellationToken cancellationToken) => Folder is { } folder
        ? ModelArtifact.ReadAsync(folder, cancellationToken)
        : throw new FileNotFoundException("the environment keeps no files of it");

    /// <summary>Without that file the champion may have seen test rows: it looks better, and the gate is stricter.</summary>
    private async Task<RowSet> ReadLearnedAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(revision.Launch!.Folder, LearnedFile);
        return File.Exists(path)
            ? RowSet.Read(await File.ReadAllBytesAsync(path, cancellationToken), path).OrThrow()
            : RowSet.Empty;
    }

    private Champion.Unusable Unusable(string reason) => new(
        said ?? revision.Image.Value,
        $"revision {revision.Number} in {environment} is unknown to this registry, and cannot be compared with: {reason}");

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or UnreadableModelException or InvalidInputException;
}

/// <summary>What the last environment serves, which the champion of a registry follows.</summary>
internal sealed class Production(Environments environments, ModelPlace place)
{
    /// <summary>
    /// Makes what the last environment serves the champion. Another clone may have changed it, and then the registry learns of it
    /// here.
    /// </summary>
    /// <returns>What is served where this registry does not know it, to be compared with from the environment's files.</returns>
    public async Task<LiveModel?> FollowAsync(RegistrySession session, CancellationToken cancellationToken)
    {
        if (await environments.FindServedAsync(cancellationToken) is not { } served)
            return null;
        if (await FindVersionAsync(served, session, cancellationToken) is { } version)
        {
            await session.PromoteAsync(version.Version, $"'{served.Environment}' serves it", cancellationToken);
            return null;
        }

        var digest = await served.FindDigestAsync(cancellationToken);
        place.Face.Warn($"{Unknown(served, digest?.Brief ?? "that cannot be read")}");
        return served;
    }

    /// <summary>What moved traffic never fails for what comes after it: that is told.</summary>
    public async Task TryAsync(Func<Task> follow)
    {
        try
        {
            await follow();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Warn(exception.Message.Split('\n')[0]);
        }
    }

    /// <summary>Says that the champion is not what is served.</summary>
    public void Warn(string because)
    {
        var problem = new Problem(
            $"Traffic moved, and the registry's champion of '{place.Name}' was not: {because}",
            "The next Evaluate or Deploy moves it.");
        place.Face.Warn($"{problem}");
        place.Face.Annotate(problem);
    }

    /// <summary>What is served and not known here, without recording anything.</summary>
    public async Task<LiveModel?> FindUnknownAsync(RegistrySession session, CancellationToken cancellationToken) =>
        await environments.FindServedAsync(cancellationToken) is { } served
        && await FindVersionAsync(served, session, cancellationToken) is null ? served : null;

    private async Task<RegisteredVersion?> FindVersionAsync(
        LiveModel served, RegistrySession session, CancellationToken cancellationToken)
    {
        if (await served.FindDigestAsync(cancellationToken) is not { } digest)
            return null;
        var view = await session.Registry.ReadAsync(cancellationToken);
        return await view.FindVersionAsync(place.Name, digest, cancellationToken);
    }

    private static Problem Unknown(LiveModel served, string model) => new(
        $"{served.Environment} serves model {model}{Called(served)}, which this registry does not know.",
        "Versions are numbered by a registry: set PIPELINE_REGISTRY and PIPELINE_STORE to the one it came from.");

    private static string Called(LiveModel served) =>
        served.Revision.Version is { } version ? $" (there version {version})" : "";
}
