using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>Tells whether the journal of a registry is as it was written.</summary>
public static class RegistryAudit
{
    /// <summary>
    /// Reads every event. A chain cannot show that its end was cut off; the registry made of it, which has seen that end, does.
    /// </summary>
    /// <returns>Null where nothing was ever recorded.</returns>
    /// <exception cref="StorageUnreadableException">A file is no database, or damaged as one.</exception>
    public static async Task<ChainStatus?> VerifyAsync(RegistryLocation location, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        var seen = File.Exists(location.ProjectionPath) ? await SeenAsync(location.ProjectionPath, cancellationToken) : null;
        if (!File.Exists(location.JournalPath))
            return seen is null ? null : Missing(0, seen.Value);
        await using var journal = await SqliteJournal.OpenAsync(location.JournalPath, new StorageOptions(), cancellationToken);
        var status = await journal.VerifyAsync(null, cancellationToken);
        if (status is not ChainStatus.Intact intact || seen is null)
            return status;
        try
        {
            await using var after = journal.ReadAsync(seen, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await after.MoveNextAsync();
            return status;
        }
        catch (UnknownHeadException)
        {
            return Missing(intact.Count, seen.Value);
        }
    }

    private static ChainStatus.Broken Missing(long last, Digest seen) =>
        new(last, null, $"the registry has seen {seen}, which is not in the journal any more");

    private static async Task<Digest?> SeenAsync(string path, CancellationToken cancellationToken)
    {
        await using var file =
            await SqliteFile.OpenAsync(path, ProjectionFormat.Current, new StorageOptions(), cancellationToken);
        var head = await file.ReadAsync(x => x.Scalar<string>("SELECT head FROM projection"), cancellationToken);
        return head is null ? null : Digest.Parse(head);
    }
}
