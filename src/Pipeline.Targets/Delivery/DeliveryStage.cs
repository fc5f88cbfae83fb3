using Pipeline.Core.Stages;

namespace Pipeline.Targets.Delivery;

/// <summary>A stage of delivery: what it depends on, its work, and what to say of its result.</summary>
internal abstract class DeliveryStage(ModelWorkspace workspace)
{
    protected ModelWorkspace Workspace => workspace;

    public async Task<StagePlan> PlanAsync(bool force, CancellationToken cancellationToken) =>
        await workspace.Stages.PlanAsync(await DescribeAsync(cancellationToken), force, cancellationToken);

    /// <summary>Runs the work unless it is up to date, and tells what is there now, whichever it was.</summary>
    public async Task<StageOutcome> RunAsync(bool force, CancellationToken cancellationToken)
    {
        var run = await workspace.Stages.RunAsync(
            await DescribeAsync(cancellationToken), WorkAsync, force, cancellationToken);
        return await TellAsync(cancellationToken) with { Plan = run.Plan };
    }

    /// <summary>What it reads and what it makes, as it is now.</summary>
    public abstract Task<Stage> DescribeAsync(CancellationToken cancellationToken);

    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    protected abstract Task<StageOutcome> TellAsync(CancellationToken cancellationToken);
}
