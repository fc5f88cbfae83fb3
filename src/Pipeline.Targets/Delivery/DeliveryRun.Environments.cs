using Pipeline.Core.Checks;
using Pipeline.Deployment.Rollouts;
using Pipeline.Targets.Failures;
using Serilog;

namespace Pipeline.Targets.Delivery;

internal sealed partial class DeliveryRun
{
    /// <summary>Rolls the image out to the environments in their order; the first that does not take it ends the build.</summary>
    public async Task DeployAsync(string? environment, DeployOptions options)
    {
        var environments = await OpenEnvironmentsAsync();
        var version = await FindVersionAsync();
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var name in environments.File.Select(environment))
        {
            var result = await environments.DeployAsync(name, version, options, Cancellation);
            Require(name, result);
            Log.Information("{Environment}: {Reason}", name, result.Reason);
            if (await environments.StatusAsync(name, events: 0, Cancellation) is { Document.Address: { } address })
            {
                facts.Add(new(name, $"revision {result.Revision.Number} at http://{address}"));
                _build.Ci.Output($"{name}-address", $"http://{address}");
            }

            if (name == environments.File.Last)
                await FollowProductionAsync(environments);
        }

        Show(new StageOutcome([new("Version", $"{version}"), .. facts]));
    }

    private void Require(string name, RolloutResult result)
    {
        if (result is RolloutResult.Paused paused)
        {
            throw new PausedRolloutException(
                $"{_workspace.Name} to {name}", paused, $" --environment {name}{_workspace.Place.Option}");
        }

        if (result is RolloutResult.TakenBack)
            throw new FailedVerdictException($"rollout of {_workspace.Name} to {name}", Bad(name, result));
    }

    private async Task<Environments> OpenEnvironmentsAsync()
    {
        var file = await EnvironmentsFile.ReadAsync(_workspace.Root, Cancellation);
        return new Environments(_workspace.Place, file, Servers(), _actor);
    }

    private async Task FollowProductionAsync(Environments environments)
    {
        await using var shelf = await OpenShelfAsync();
        await new Production(environments, _workspace.Place).FollowAsync(shelf, Cancellation);
    }

    private static CheckReport Bad(string environment, RolloutResult result)
    {
        var check = new Check { Id = $"rollout/{environment}", Criterion = new Criterion.OneOf(["promoted"]) };
        var measurement = new Measurement { Name = "rollout", Value = "taken back" };
        return new CheckReport([new CheckResult(check, measurement, Verdict.Failed(result.Reason))]);
    }
}
