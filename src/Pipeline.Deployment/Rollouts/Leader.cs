using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Progress;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>Changes an environment in the name of one actor, under one lease.</summary>
internal sealed class Leader(
    RolloutPorts ports, RolloutTime time, LeaseHolder holder, IProgress<StepEvent>? progress)
{
    private const string Step = "rolling out";

    private EnvironmentDocument? _seen;

    public RolloutPorts Ports => ports;

    public async Task<EnvironmentDocument> ChangeAsync(
        EnvironmentChange change, string reason, CancellationToken cancellationToken)
    {
        var request = new ChangeRequest(holder.Token, holder.Actor, reason, change);
        var document = await ports.Traffic.ChangeAsync(request, cancellationToken);
        progress?.Report(new StepEvent.Noted(Step, reason));
        return _seen = document;
    }

    /// <summary>Tells whoever watches what an analysis saw.</summary>
    public Task ReportAsync(RolloutReport report, CancellationToken cancellationToken) =>
        ports.Traffic.ReportAsync(new ReportRequest(holder.Token, report), cancellationToken);

    /// <summary>A change that moves traffic; it is made once the requests are divided as it says.</summary>
    /// <exception cref="TrafficNotInEffectException">They are not, after <see cref="RolloutOptions.InEffectWithin"/>.</exception>
    public async Task<EnvironmentDocument> MoveAsync(
        EnvironmentChange change, string reason, CancellationToken cancellationToken)
    {
        var document = await ChangeAsync(change, reason, cancellationToken);
        await RequireInEffectAsync(document, cancellationToken);
        return document;
    }

    /// <exception cref="TrafficNotInEffectException">
    /// The requests are not divided as asked after <see cref="RolloutOptions.InEffectWithin"/>.
    /// </exception>
    public async Task RequireInEffectAsync(EnvironmentDocument document, CancellationToken cancellationToken)
    {
        if (await FindLagAsync(cancellationToken) is { } lag)
            throw new TrafficNotInEffectException(document.Title, lag);
    }

    /// <summary>Leaves the candidate at its weight for a person to decide, and says what that person wants to know.</summary>
    public async Task<RolloutResult> PauseAsync(Revision candidate, Halt halt, CancellationToken cancellationToken)
    {
        var paused = await DescribeAsync(candidate, halt, cancellationToken);
        await ChangeAsync(new EnvironmentChange.Pause(halt.Step) { Wait = halt.Wait }, paused.Reason, cancellationToken);
        return paused;
    }

    /// <summary>What a person wants to know of a rollout that waits.</summary>
    public async Task<RolloutResult.Paused> DescribeAsync(Revision candidate, Halt halt, CancellationToken cancellationToken)
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
        return paused with { Reason = $"{halt.Reason} {Describe(paused)}" };
    }

    /// <summary>Pauses the rollout where somebody asked for that, with the step yet to be taken; else null.</summary>
    /// <param name="candidate">Of the rollout.</param>
    /// <param name="step">Of the strategy's steps, how many were taken.</param>
    /// <param name="status">What was seen last; null for what the last change answered.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<RolloutResult?> PauseIfAskedAsync(
        Revision candidate, int step, EnvironmentStatus? status, CancellationToken cancellationToken) =>
        (status?.Document ?? _seen)?.Rollout?.PauseAsked is { } asked
            ? await PauseAsync(candidate, new Halt(step, asked, 0) { Wait = RolloutWait.Request }, cancellationToken)
            : null;

    /// <summary>Ends the rollout without the candidate, and answers with that.</summary>
    public async Task<RolloutResult> AbortAsync(Revision candidate, string reason, CancellationToken cancellationToken)
    {
        await ChangeAsync(new EnvironmentChange.Abort(), reason, cancellationToken);
        if (await FindLagAsync(cancellationToken) is { } lag)
            reason = $"{reason} Its traffic is not taken from it yet: {lag}.";
        progress?.Report(new StepEvent.Warned(Step, $"The rollout of revision {candidate.Number} was aborted. {reason}"));
        return new RolloutResult.Aborted(candidate, reason);
    }

    /// <summary>
    /// Makes what runs what the document says, where the engine needs it said. What it cannot do for other revisions than the
    /// candidate is a warning: traffic is where it should be.
    /// </summary>
    /// <returns>Why the candidate was not started, in one sentence; null where it was, or there is none.</returns>
    public async Task<string?> SettleAsync(EnvironmentDocument document, CancellationToken cancellationToken)
    {
        if (!ports.Engine.StartsServers)
            return null;
        try
        {
            await ports.Engine.SettleAsync(document, cancellationToken);
            return null;
        }
        catch (RevisionNotStartedException exception) when (exception.Revision == document.Candidate)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is RevisionNotStartedException or EngineFailedException)
        {
            progress?.Report(new StepEvent.Warned(Step, exception.Message));
            return null;
        }
    }

    /// <summary>
    /// Ends the servers that nobody asks any more, once the gateway has seen that they are idle, and tells the journal of those
    /// that their engine has started again. Whoever comes next does it where this is not reached.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (!ports.Engine.StartsServers)
            return;
        try
        {
            var document = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document;
            var watch = new RevisionWatch(ports, time);
            foreach (var revision in document.Revisions.Where(x => x.State == RevisionState.Stopping))
                await watch.WaitStoppedAsync(revision, cancellationToken);
            document = (await ports.Traffic.ReadAsync(0, cancellationToken)).Document;
            await SettleAsync(document, cancellationToken);
            foreach (var crashed in await ports.Engine.FindRestartsAsync(document, cancellationToken))
            {
                var noted = new EnvironmentChange.NoteRestarts(crashed.Revision, crashed.Count);
                await ChangeAsync(noted, crashed.Trouble, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is Traffic.GatewayUnreachableException or EngineFailedException)
        {
            progress?.Report(new StepEvent.Warned(Step, exception.Message));
        }
    }

    /// <summary>Null once the requests are divided as the environment's document says, or how they are divided instead.</summary>
    private async Task<string?> FindLagAsync(CancellationToken cancellationToken)
    {
        var (options, clock) = time;
        var began = clock.GetTimestamp();
        while (true)
        {
            var lag = (await ports.Traffic.ReadAsync(0, cancellationToken)).Lag;
            if (lag is null || clock.GetElapsedTime(began) > options.InEffectWithin)
                return lag;
            await Task.Delay(options.LookForReadyEvery, clock, cancellationToken);
        }
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

/// <summary>A change was committed, and the traffic does not follow it.</summary>
public sealed class TrafficNotInEffectException(string title, string reason) : Exception(
    $"The traffic of {title} does not move as it was asked to: {reason}. The gateway goes on trying; Status shows "
    + "whether it has.");

/// <summary>Who changes the environment, and the lease that allows it.</summary>
internal sealed record LeaseHolder(Actor Actor, long Token);

/// <summary>Why a rollout pauses.</summary>
/// <param name="Step">Of the strategy's steps, how many were taken.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="RequestsWanted">How many the analysis asks for; 0 where none does.</param>
internal sealed record Halt(int Step, string Reason, long RequestsWanted)
{
    /// <summary>What ends the pause.</summary>
    public RolloutWait Wait { get; init; }
}
