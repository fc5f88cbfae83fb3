using Pipeline.Core.Audit;
using Pipeline.Core.Documents;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

/// <summary>Tells what runs in an environment, from its gateway or, when that does not run, from its files.</summary>
public sealed class StatusReader(EnvironmentFolder folder, GatewayClient client)
{
    /// <summary>Null when nothing was ever deployed there.</summary>
    /// <param name="events">How many of the last events are wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EnvironmentDamagedException">The environment's files are not as they were written.</exception>
    public async Task<EnvironmentStatus?> ReadAsync(int events, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindAsync(cancellationToken) is not null)
                return await client.ReadAsync(events, cancellationToken);
        }
        catch (GatewayUnreachableException)
        {
            return await ReadFilesAsync(events, cancellationToken);
        }

        return File.Exists(folder.Document) ? await ReadFilesAsync(events, cancellationToken) : null;
    }

    /// <summary>Whether the journal is as it was written.</summary>
    public async Task<ChainStatus> VerifyAsync(CancellationToken cancellationToken)
    {
        var committed = (await ReadDocumentAsync(cancellationToken)).Journal;
        var events = await EnvironmentJournal.ReadAsync(folder.Journal, committed, cancellationToken);
        return AuditChain.Verify(events, committed.Head);
    }

    private async Task<EnvironmentStatus> ReadFilesAsync(int events, CancellationToken cancellationToken)
    {
        var document = await ReadDocumentAsync(cancellationToken);
        var all = await EnvironmentJournal.ReadAsync(folder.Journal, document.Journal, cancellationToken);
        return new EnvironmentStatus(document, [.. all.TakeLast(events)]);
    }

    private async Task<EnvironmentDocument> ReadDocumentAsync(CancellationToken cancellationToken)
    {
        var read = await DocumentFile.ReadAsync<EnvironmentDocument>(folder.Document, cancellationToken);
        return read.TryGet(out var document)
            ? document
            : throw new EnvironmentDamagedException(folder.Document, string.Join(' ', read.Problems.Select(x => x.Message)));
    }
}

/// <summary>What the events of an environment tell about its rollouts.</summary>
public static class RolloutHistory
{
    /// <summary>How long the last rollout took that was promoted; null where the events hold none in full.</summary>
    /// <param name="events">Oldest first.</param>
    public static TimeSpan? LastDuration(IReadOnlyList<AuditEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var end = events.LastOrDefault(x => x.Action == EnvironmentActions.Promoted);
        var start = events.LastOrDefault(x => x.Action == EnvironmentActions.Registered && x.Subject == end?.Subject);
        return end is null || start is null ? null : end.Time - start.Time;
    }
}
