using Pipeline.Core.Audit;
using Pipeline.Core.Environments;
using Pipeline.Core.Progress;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Changes an environment in the name of one actor, under one lease.</summary>
internal sealed class Leader(RolloutPorts ports, long token, Actor actor, IProgress<StepEvent>? progress)
{
    private const string Step = "rolling out";

    public RolloutPorts Ports => ports;

    public async Task<EnvironmentDocument> ChangeAsync(
        EnvironmentChange change, string reason, CancellationToken cancellationToken)
    {
        var document = await ports.Traffic.ChangeAsync(new ChangeRequest(token, actor, reason, change), cancellationToken);
        progress?.Report(new StepEvent.Noted(Step, reason));
        return document;
    }

    /// <summary>Takes the candidate back, and answers with how that ends its rollout.</summary>
    public async Task<RolloutResult> TakeBackAsync(Revision candidate, string reason, CancellationToken cancellationToken)
    {
        await ChangeAsync(new EnvironmentChange.TakeBack(), reason, cancellationToken);
        progress?.Report(new StepEvent.Warned(Step, $"Revision {candidate.Number} was taken back. {reason}"));
        return new RolloutResult.TakenBack(candidate, reason);
    }
}
