using System.Globalization;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Looks at a revision until it is ready, or will never be.</summary>
internal sealed class RevisionWatch(RolloutPorts ports, RolloutOptions options, TimeProvider clock)
{
    /// <summary>Null when it is ready, or one sentence on why it is not.</summary>
    public async Task<string?> WaitReadyAsync(int number, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var revision = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document.Find(number)!;
            if (CrashOf(revision) is { } crash)
                return crash;
            if (revision.Address is not null && await ports.Probe.IsReadyAsync(revision, cancellationToken))
                return null;
            if (clock.GetElapsedTime(began) > options.ReadyWithin)
                return NotReady(revision);
            await Task.Delay(options.LookForReadyEvery, clock, cancellationToken);
        }
    }

    /// <summary>Null while it runs.</summary>
    public static string? CrashOf(Revision revision) => revision.State == RevisionState.Running
        ? null
        : revision.Trouble ?? $"Revision {revision.Number} does not run any more.";

    /// <summary>With why its server does not run, where it does not; the trouble of one that runs is over.</summary>
    private string NotReady(Revision revision) => string.Create(
        CultureInfo.InvariantCulture,
        $"Revision {revision.Number} was not ready after {options.ReadyWithin.TotalSeconds:0.##} s.")
        + (revision is { Address: null, Trouble: { } trouble } ? $" {trouble}" : "");
}
