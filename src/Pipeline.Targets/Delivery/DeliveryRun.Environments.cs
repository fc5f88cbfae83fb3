using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Targets.Failures;
using Serilog;

namespace Pipeline.Targets.Delivery;

internal sealed partial class DeliveryRun
{
    private const int EventsShown = 5;

    /// <summary>Rolls the image out to the environments in their order; the first that does not take it ends the build.</summary>
    public async Task DeployAsync(string? environment)
    {
        var environments = await OpenEnvironmentsAsync();
        var version = await FindVersionAsync();
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var name in environments.File.Select(environment))
        {
            var result = await environments.DeployAsync(name, version, Cancellation);
            Log.Information("{Environment}: {Reason}", name, result.Reason);
            if (result is RolloutResult.TakenBack or RolloutResult.Paused)
                throw new FailedVerdictException($"rollout of {_workspace.Name} to {name}", Bad(name, result));
            if (await environments.StatusAsync(name, events: 0, Cancellation) is { Document.Address: { } address })
                facts.Add(new(name, $"revision {result.Revision.Number} at http://{address}"));
            if (name == environments.File.Names[^1])
                await FollowProductionAsync(environments);
        }

        Show(new StageOutcome([new("Version", $"{version}"), .. facts]));
    }

    public async Task RollbackAsync(string? environment, RollbackOptions options)
    {
        var environments = await OpenEnvironmentsAsync();
        var name = environments.File.Select(environment ?? environments.File.Names[^1])[0];
        var request = new RollbackRequest(_actor)
        {
            Revision = options.Revision,
            Reason = options.Reason,
            TakeOver = true,
        };
        var result = await environments.RollbackAsync(name, request, Cancellation);
        if (name == environments.File.Names[^1])
            await FollowProductionAsync(environments);
        Show(new StageOutcome([
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Image", result.Revision.Image.Value.Brief),
            new("Was", result.WasWarm ? "warm" : "started again"),
        ]));
    }

    public async Task ShowStatusAsync(string? environment)
    {
        var environments = await OpenEnvironmentsAsync();
        foreach (var (index, name) in environments.File.Select(environment).Index())
        {
            var status = await environments.StatusAsync(name, EventsShown, Cancellation);
            ConsoleText.Write(index == 0 ? [] : [""]);
            ConsoleText.Write(
                status is null ? [$"{name} of {_workspace.Name}: nothing was ever deployed"] : StatusText.Of(status));
        }
    }

    public async Task TakeDownAsync(string? environment)
    {
        var environments = await OpenEnvironmentsAsync();
        foreach (var name in environments.File.Select(environment))
        {
            var wasUp = await environments.TakeDownAsync(name, Cancellation);
            Log.Information("{Environment} of {Model}: {State}", name, _workspace.Name, wasUp ? "taken down" : "nothing ran");
        }
    }

    private async Task<Environments> OpenEnvironmentsAsync()
    {
        var file = await EnvironmentsFile.ReadAsync(_workspace.Root, Cancellation);
        return new Environments(_workspace, file, Servers(), _actor);
    }

    private async Task FollowProductionAsync(Environments environments)
    {
        await using var shelf = await OpenShelfAsync();
        await FollowProductionAsync(environments, shelf);
    }

    /// <summary>
    /// Makes what the last environment serves the champion. Another clone may have changed it, and then the registry learns of it
    /// here; a model of another clone may be unknown to this registry, whose champion then stays.
    /// </summary>
    private async Task FollowProductionAsync(Environments environments, ModelShelf shelf)
    {
        if (await environments.FindServedModelAsync(Cancellation) is not { } served)
            return;
        var name = environments.File.Names[^1];
        var view = await shelf.Registry.ReadAsync(Cancellation);
        if (await view.FindVersionAsync(_workspace.Name, served, Cancellation) is { } version)
            await shelf.CrownAsync(version.Version, $"'{name}' serves it", Cancellation);
        else
            Log.Information("{Environment} serves model {Model}, which this registry does not know", name, served.Brief);
    }

    private static CheckReport Bad(string environment, RolloutResult result)
    {
        const string Choice = "Deploy again to go on, or roll back.";
        var verdict = result is RolloutResult.Paused
            ? Verdict.Inconclusive($"{result.Reason} {Choice}")
            : Verdict.Failed(result.Reason);
        var check = new Check { Id = $"rollout/{environment}", Criterion = new Criterion.OneOf(["promoted"]) };
        return new CheckReport([new CheckResult(check, new Measurement { Name = "rollout", Value = "not promoted" }, verdict)]);
    }
}
