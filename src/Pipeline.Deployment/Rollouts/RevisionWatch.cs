using System.Globalization;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Looks at a revision until it is ready, or will never be.</summary>
internal sealed class RevisionWatch(RolloutPorts ports, RolloutTime time)
{
    /// <summary>Null when it is ready, or one sentence on why it is not.</summary>
    public async Task<string?> WaitReadyAsync(int number, CancellationToken cancellationToken)
    {
        var (options, clock) = time;
        var (began, lack) = (clock.GetTimestamp(), (string?)null);
        while (true)
        {
            var revision = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document.Find(number)!;
            var crash = CrashOf(revision) ?? await ports.Engine.FindTroubleAsync(revision, cancellationToken);
            if (crash is not null)
                return crash;
            if (revision.Address is not null && await ports.Probe.IsReadyAsync(revision, cancellationToken))
            {
                lack = await ports.Engine.FindLackAsync(revision, cancellationToken);
                if (lack is null)
                    return null;
            }

            if (clock.GetElapsedTime(began) > options.ReadyWithin)
                return NotReady(revision, lack, options.ReadyWithin);
            await Task.Delay(options.LookForReadyEvery, clock, cancellationToken);
        }
    }

    /// <summary>Waits until a revision that is stopping has stopped; the gateway gives none longer than its grace.</summary>
    public async Task<Revision> WaitStoppedAsync(Revision revision, CancellationToken cancellationToken)
    {
        var (options, clock) = time;
        while (revision.State == RevisionState.Stopping)
        {
            await Task.Delay(options.LookForReadyEvery, clock, cancellationToken);
            revision = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document.Find(revision.Number)!;
        }

        return revision;
    }

    /// <summary>Null while it runs.</summary>
    public static string? CrashOf(Revision revision) => revision.State == RevisionState.Running
        ? null
        : revision.Trouble ?? $"Revision {revision.Number} does not run any more.";

    /// <summary>With why its server does not run, where it does not; the trouble of one that runs is over.</summary>
    private static string NotReady(Revision revision, string? lack, TimeSpan within) => string.Create(
        CultureInfo.InvariantCulture,
        $"Revision {revision.Number} was not ready after {within.TotalSeconds:0.##} s{(lack is null ? "" : $": {lack}")}.")
        + (revision is { Address: null, Trouble: { } trouble } ? $" {trouble}" : "");
}
