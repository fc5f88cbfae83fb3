using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Environments;
using Pipeline.Evaluation;
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
            var payload = await ReadAsync(cancellationToken);
            if (said is not null && payload.Digest != said)
                return Unusable($"its files in '{Folder}' are model {payload.Digest.Brief}, and it serves {said.Value.Brief}");
            var learned = await ReadLearnedAsync(cancellationToken);
            return new Champion.Ready(payload.Digest, await load(payload, cancellationToken), learned);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return Unusable(exception.Message.TrimEnd('.'));
        }
    }

    private string? Folder => revision.Launch is { } launch ? Path.Combine(launch.Folder, ModelFolder) : null;

    private Task<ModelPayload> ReadAsync(CancellationToken cancellationToken) => Folder is { } folder
        ? ModelPayload.ReadAsync(folder, cancellationToken)
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
