using Pipeline.Core.Checks;
using Pipeline.Deployment.Analysis;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>What a rollout works through.</summary>
public sealed record RolloutPorts(ITraffic Traffic, IRevisionHost Engine, IProbe Probe)
{
    /// <summary>Asks revisions for known answers; null where nobody does.</summary>
    public IAnswerCheck? Answers { get; init; }
}

/// <summary>An environment's gateway, as whoever changes the environment sees it.</summary>
public interface ITraffic
{
    /// <param name="events">How many of the last events are wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<EnvironmentStatus> ReadAsync(int events, CancellationToken cancellationToken);

    /// <exception cref="EnvironmentRefusedException">Somebody else holds it.</exception>
    Task<Lease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken);

    /// <exception cref="EnvironmentRefusedException">It is no longer the present one.</exception>
    Task RenewAsync(long token, CancellationToken cancellationToken);

    /// <summary>Ends the lease, and a rollout that is neither finished nor paused with it.</summary>
    Task ReleaseAsync(long token, CancellationToken cancellationToken);

    /// <exception cref="EnvironmentRefusedException">The lease was lost, or the environment is in no state for it.</exception>
    Task<EnvironmentDocument> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken);

    /// <summary>Tells what an analysis saw, for whoever watches. Default: nobody does.</summary>
    Task ReportAsync(ReportRequest request, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Asks a revision directly, past the gateway.</summary>
public interface IProbe
{
    Task<bool> IsReadyAsync(Revision revision, CancellationToken cancellationToken);

    /// <summary>Whether it answers the reference rows as the model did that it should serve. Skipped without such rows.</summary>
    Task<Verdict> ProbeAsync(Revision revision, CancellationToken cancellationToken);
}
