using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Stages;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>Rolls the packaged image out.</summary>
internal sealed class DeployRun(DeliveryContext context)
{
    private readonly ModelWorkspace _workspace = context.Workspace;

    public async Task DeployAsync(bool again, CancellationToken cancellationToken)
    {
        var environments = await context.EnvironmentsAsync(cancellationToken);
        var version = await context.FindVersionAsync(cancellationToken);
        var options = new DeployOptions(context.Request.Waits, again);
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var name in environments.File.Select(context.Request.Environment))
        {
            var result = await environments.DeployAsync(name, version, options, cancellationToken);
            RolloutEnd.Require(_workspace.Place, name, result);
            context.Face.Say($"{name}: {result.Reason}");
            if (await environments.StatusAsync(name, events: 0, cancellationToken) is { Document.Address: { } address })
            {
                facts.Add(new(name, $"revision {result.Revision.Number} at http://{address}"));
                context.Face.Output($"{name}-address", $"http://{address}");
            }

            if (name == environments.File.Last)
            {
                await new Production(environments, _workspace.Place)
                    .FollowAsync(await context.RegistryAsync(cancellationToken), cancellationToken);
            }
        }

        context.Face.Sum([new("Version", $"{version}"), .. facts]);
    }
}

/// <summary>What the end of a rollout means to whoever asked for it.</summary>
internal static class RolloutEnd
{
    /// <param name="place">Which model.</param>
    /// <param name="name">Of the environment.</param>
    /// <param name="result">How it ended.</param>
    /// <exception cref="PausedRolloutException">It waits for a person.</exception>
    /// <exception cref="FailedVerdictException">It was aborted.</exception>
    public static void Require(ModelPlace place, string name, RolloutResult result)
    {
        if (result is RolloutResult.Paused paused)
            throw new PausedRolloutException($"{place.Name} to {name}", paused, $" --environment {name}{place.Option}");
        if (result is RolloutResult.Aborted)
            throw new FailedVerdictException($"rollout of {place.Name} to {name}", Bad(name, result));
    }

    private static CheckReport Bad(string environment, RolloutResult result)
    {
        var check = new Check { Id = $"rollout/{environment}", Criterion = new Criterion.OneOf(["promoted"]) };
        var measurement = new Measurement { Name = "rollout", Value = "aborted" };
        return new CheckReport([new CheckResult(check, measurement, Verdict.Failed(result.Reason))]);
    }
}

/// <summary>A rollout that waits for a person, with all that this person needs to decide.</summary>
/// <param name="title">The model and its environment: "loan-default to production".</param>
/// <param name="result">How it came to wait; its reason has address, weight, and requests seen and wanted.</param>
/// <param name="options">Name the environment, and the model where a command needs it: " --environment production".</param>
public sealed class PausedRolloutException(string title, RolloutResult.Paused result, string options) : Exception(
    $"""
    The rollout of {title} waits for a person. {result.Reason}
      address  http://{result.Address}
      go on    ./build.sh Promote{options} --reason "..."
      all now  ./build.sh Promote{options} --full --reason "..."
      look on  ./build.sh Deploy{options}
      go back  ./build.sh Abort{options} --reason "..."
    """);

/// <summary>What a release would do in one environment.</summary>
/// <param name="Reason">Why it rolls out; null where it does not, because the environment serves the packaged image.</param>
/// <param name="Withdrawal">That the packaged image was there before, and was withdrawn; null where it was not.</param>
/// <param name="Status">How the environment is; null where nothing was ever deployed.</param>
internal sealed record DeployPlan(string? Reason, Withdrawal? Withdrawal, EnvironmentStatus? Status);

/// <summary>How a rollout is begun.</summary>
/// <param name="Waits">Queues behind whoever changes the environment.</param>
/// <param name="Again">Also what a person took back there.</param>
internal sealed record DeployOptions(bool Waits, bool Again);

/// <summary>That a revision was withdrawn: rolled back by a person after it had answered, or aborted in its rollout.</summary>
/// <param name="Revision">Which one.</param>
/// <param name="Event">When, by whom, and why; null where the journal's last events do not have it.</param>
/// <param name="WasStable">Whether it had answered everything: then only a person rolls it back.</param>
internal sealed record Withdrawal(Revision Revision, AuditEvent? Event, bool WasStable)
{
    /// <summary>"revision 3 (version 2) was rolled back at 2026-01-31 12:00:00Z by ann: too slow".</summary>
    public override string ToString()
    {
        var version = Revision.Version is { } known ? $" (version {known})" : "";
        var when = Event is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $" at {Event.Time.UtcDateTime:u} by {Event.Actor.Name}: {Event.Reason?.TrimEnd('.')}");
        return $"revision {Revision.Number}{version} was {(WasStable ? "rolled back" : "aborted")}{when}";
    }

    /// <summary>Null where the last revision of the image was not withdrawn, or there is none.</summary>
    public static Withdrawal? Find(EnvironmentStatus status, ImageDigest image)
    {
        var document = status.Document;
        var revision = document.Revisions.LastOrDefault(x => x.Image == image);
        if (revision is null || document.Stable is null || revision.Number == document.Stable
            || revision.Number == document.Candidate)
            return null;
        if (revision.Promoted is { } promoted)
            return OfStable(status, revision, promoted);
        var taken = status.Events.LastOrDefault(x =>
            EnvironmentActions.IsAborted(x.Action) && x.Subject == document.SubjectOf(revision.Number));
        return taken is null ? null : new Withdrawal(revision, taken, WasStable: false);
    }

    /// <summary>A rollback's event is about the revision that answers again; what answered until then was withdrawn.</summary>
    private static Withdrawal? OfStable(EnvironmentStatus status, Revision revision, DateTimeOffset promoted)
    {
        var next = status.Events.FirstOrDefault(x => x.Time >= promoted && EndsWhatAnswered(x)
            && x.Subject != status.Document.SubjectOf(revision.Number));
        return next is { Action: EnvironmentActions.RolledBack } ? new Withdrawal(revision, next, WasStable: true) : null;
    }

    private static bool EndsWhatAnswered(AuditEvent happened) =>
        happened.Action is EnvironmentActions.RolledBack or EnvironmentActions.Promoted or EnvironmentActions.TakenDown;
}

/// <summary>A version that a person rolled back is not rolled out again by itself.</summary>
/// <param name="title">The model and its environment.</param>
/// <param name="withdrawal">What was rolled back, when, by whom and why: "revision 3 was rolled back at ...".</param>
public sealed class WithdrawnException(string title, string withdrawal) : Exception(
    $"In {title}, {withdrawal}. It is not rolled out there again by itself: change the model, or say '--again'.");
