using Pipeline.Core.Audit;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Status;

/// <summary>Tells what runs in an environment, from its gateway or, when that does not run, from its files.</summary>
public sealed class StatusReader(IEnvironmentReach reach, GatewayClient client)
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
            {
                var status = await client.ReadAsync(events, cancellationToken);
                return status with { Gateway = status.Gateway! with { Container = reach.GatewayContainer } };
            }
        }
        catch (GatewayUnreachableException)
        {
            return await ReadFilesAsync(events, cancellationToken);
        }

        return await ReadFilesAsync(events, cancellationToken);
    }

    /// <summary>Whether the journal is as it was written; null where there is none.</summary>
    /// <exception cref="EnvironmentDamagedException">The environment's files are not as they were written.</exception>
    public async Task<ChainStatus?> VerifyAsync(CancellationToken cancellationToken)
    {
        if (await reach.FindDocumentAsync(cancellationToken) is { } document)
        {
            var events = await ReadJournalAsync(document.Journal, cancellationToken);
            return AuditChain.Verify(events, document.Journal.Head);
        }

        return await reach.FindAsync(EnvironmentFolder.JournalName, cancellationToken) is null
            ? null
            : throw new EnvironmentDamagedException(reach.PathOf(EnvironmentFolder.DocumentName), "it is not there");
    }

    /// <summary>The journal is read behind the document: it only grows.</summary>
    private async Task<EnvironmentStatus?> ReadFilesAsync(int events, CancellationToken cancellationToken)
    {
        if (await reach.FindDocumentAsync(cancellationToken) is not { } document)
            return null;
        var all = await ReadJournalAsync(document.Journal, cancellationToken);
        return new EnvironmentStatus(document, [.. all.TakeLast(events)]);
    }

    private async Task<IReadOnlyList<AuditEvent>> ReadJournalAsync(JournalHead committed, CancellationToken cancellationToken)
    {
        var bytes = await reach.FindAsync(EnvironmentFolder.JournalName, cancellationToken) ?? [];
        return EnvironmentJournal.Read(bytes, committed, reach.PathOf(EnvironmentFolder.JournalName));
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
