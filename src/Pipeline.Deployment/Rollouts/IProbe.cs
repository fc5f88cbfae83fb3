using Pipeline.Core.Checks;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Asks a revision directly, past the gateway.</summary>
public interface IProbe
{
    Task<bool> IsReadyAsync(Revision revision, CancellationToken cancellationToken);

    /// <summary>Whether it answers the reference rows as the model did that it should serve. Skipped without such rows.</summary>
    Task<Verdict> ProbeAsync(Revision revision, CancellationToken cancellationToken);
}
