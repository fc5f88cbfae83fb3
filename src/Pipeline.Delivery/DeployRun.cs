using Pipeline.Core.Checks;
using Pipeline.Delivery.Stages;
using Pipeline.Deployment.Rollouts;

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
            Require(name, result);
            context.Face.Say($"{name}: {result.Reason}");
            if (await environments.StatusAsync(name, events: 0, cancellationToken) is { Document.Address: { } address })
            {
                facts.Add(new(name, $"revision {result.Revision.Number} at http://{address}"));
                context.Face.Output($"{name}-address", $"http://{address}");
            }

            if (name == environments.File.Last)
            {
                await new Production(environments, _workspace.Place)
                    .FollowAsync(await context.ShelfAsync(cancellationToken), cancellationToken);
            }
        }

        context.Face.Sum([new("Version", $"{version}"), .. facts]);
    }

    private void Require(string name, RolloutResult result)
    {
        if (result is RolloutResult.Paused paused)
        {
            throw new PausedRolloutException(
                $"{_workspace.Name} to {name}", paused, $" --environment {name}{_workspace.Place.Option}");
        }

        if (result is RolloutResult.Aborted)
            throw new FailedVerdictException($"rollout of {_workspace.Name} to {name}", Bad(name, result));
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
      decide   ./build.sh Promote{options} --reason "..."
      go on    ./build.sh Deploy{options}
      go back  ./build.sh Rollback{options}
    """);
