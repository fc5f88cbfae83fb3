using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Deployment.Rollback;
using Pipeline.Environments;
using Pipeline.Monitoring.Rules;

namespace Pipeline.Delivery.Monitoring;

/// <summary>What an alert's action changes.</summary>
internal interface IActionTarget
{
    /// <param name="action">What is done.</param>
    /// <param name="actor">Who watches, with the alert as the source.</param>
    /// <param name="reason">The alert, for the journal.</param>
    /// <param name="cancellationToken">Ends the waiting, not what was begun.</param>
    /// <returns>What was done, as a sentence.</returns>
    /// <exception cref="AccessDeniedException">The access policy says no.</exception>
    Task<string> DoAsync(AlertAction action, Actor actor, string reason, CancellationToken cancellationToken);
}

/// <summary>An environment, which is changed and whose journal has it just as when a person asks.</summary>
/// <param name="context">Of the model.</param>
/// <param name="file">Knows the environment.</param>
/// <param name="environment">By its name.</param>
internal sealed class EnvironmentTarget(DeliveryContext context, EnvironmentsFile file, string environment) : IActionTarget
{
    private DeliveryRequest Request => context.Request;

    private ModelPlace Place => context.Workspace.Place;

    public Task<string> DoAsync(AlertAction action, Actor actor, string reason, CancellationToken cancellationToken)
    {
        var environments = new Environments(Place, file, Request with { Actor = actor });
        return action switch
        {
            AlertAction.Hold => HoldAsync(environments, reason, cancellationToken),
            AlertAction.Rollback => RollBackAsync(environments, actor, reason, cancellationToken),
            _ => Task.FromResult(Retrain(actor)),
        };
    }

    private async Task<string> HoldAsync(Environments environments, string reason, CancellationToken cancellationToken)
    {
        var document = await environments.PauseAsync(environment, reason, cancellationToken);
        return document.Rollout is { Phase: RolloutPhase.Paused }
            ? "The rollout is held for a person."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The rollout ended before it could be held; revision {document.Stable} answers.");
    }

    private async Task<string> RollBackAsync(
        Environments environments, Actor actor, string reason, CancellationToken cancellationToken)
    {
        var rollback = new RollbackRequest(actor) { Reason = reason, TakeOver = true };
        var result = await environments.RollbackAsync(environment, rollback, cancellationToken);
        if (environment == file.Last)
        {
            var production = new Production(environments, Place);
            await production.TryAsync(async () =>
                await production.FollowAsync(await context.RegistryAsync(cancellationToken), cancellationToken));
        }

        return string.Create(
            CultureInfo.InvariantCulture, $"Rolled back: revision {result.From} -> {result.Revision.Number}.");
    }

    /// <summary>A later job of CI trains: it has what this one has not, as the data and the time.</summary>
    private string Retrain(Actor actor)
    {
        Request.Parts.Policy.Demand(actor, "retrain", $"{Place.Name}");
        Request.Face.Output("retrain", "true");
        return "Retraining was asked for: the output 'retrain' is true.";
    }
}
