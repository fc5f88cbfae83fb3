using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Progress;
using Pipeline.Environments;

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

    /// <summary>Leaves the candidate at its weight for a person to decide, and says what that person wants to know.</summary>
    public async Task<RolloutResult> PauseAsync(Revision candidate, Halt halt, CancellationToken cancellationToken)
    {
        var status = await ports.Traffic.ReadAsync(0, cancellationToken);
        var seen = status.TrafficSinceWeight?.Of(candidate.Number);
        var paused = new RolloutResult.Paused(candidate, halt.Reason)
        {
            Address = status.Document.Address,
            Weight = status.Document.Weight,
            Requests = seen?.Requests ?? 0,
            Errors = seen?.Errors ?? 0,
            RequestsWanted = halt.RequestsWanted,
        };
        paused = paused with { Reason = $"{halt.Reason} {Describe(paused)}" };
        await ChangeAsync(new EnvironmentChange.Pause(halt.Step), paused.Reason, cancellationToken);
        return paused;
    }

    /// <summary>Takes the candidate back, and answers with how that ends its rollout.</summary>
    public async Task<RolloutResult> TakeBackAsync(Revision candidate, string reason, CancellationToken cancellationToken)
    {
        await ChangeAsync(new EnvironmentChange.TakeBack(), reason, cancellationToken);
        progress?.Report(new StepEvent.Warned(Step, $"Revision {candidate.Number} was taken back. {reason}"));
        return new RolloutResult.TakenBack(candidate, reason);
    }

    private static string Describe(RolloutResult.Paused paused)
    {
        var at = paused.Address is null ? "" : $" at http://{paused.Address}";
        var wanted = paused.RequestsWanted == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; its analysis wants at least {paused.RequestsWanted}");
        return string.Create(
            CultureInfo.InvariantCulture, $"Revision {paused.Revision.Number} answers {paused.Weight}% of the traffic{at}; ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"since it does, it was asked {paused.Requests} times with {paused.Errors} errors{wanted}.");
    }
}

/// <summary>Why a rollout pauses.</summary>
/// <param name="Step">Of the strategy's steps, how many were taken.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="RequestsWanted">How many the analysis asks for; 0 where none does.</param>
internal sealed record Halt(int Step, string Reason, long RequestsWanted);
