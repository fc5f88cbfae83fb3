using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Governance.Registry;
using Pipeline.Models.Documents;

namespace Pipeline.Targets.Delivery;

internal sealed partial class DeliveryRun
{
    /// <summary>What Release would run and why, and how long each step took when it last ran. Runs nothing.</summary>
    public async Task ShowPlanAsync()
    {
        await using var shelf = await OpenShelfAsync();
        var plan = new ReleasePlan();
        var environments = await OpenEnvironmentsAsync();
        var unknown = await new Production(environments, _workspace.Place).FindUnknownAsync(shelf, Cancellation);
        var champions = new ChampionSearch(shelf, unknown);
        DeliveryStage[] stages =
        [
            new DataStage(_workspace, new ExtensionBuild(_build)),
            new TrainStage(_workspace),
            new EvaluateStage(_workspace, champions),
            Packaging(),
        ];
        foreach (var stage in stages)
            plan.Add(await stage.PlanAsync(_build.Force, Cancellation));
        var version = await TryFindVersionAsync(shelf);
        plan.Add("register", version is null ? "the model has no version yet" : null, last: null);
        if (version is null)
            plan.Add("model-card", reason: null, last: null);
        else
            plan.Add(await new CardStage(_workspace, version.Version).PlanAsync(_build.Force, Cancellation));
        foreach (var name in environments.File.Names)
        {
            var deploy = await environments.PlanAsync(name, Cancellation);
            plan.AddDeploy(
                $"deploy to {name}", deploy, deploy.Status is null ? null : RolloutHistory.LastDuration(deploy.Status.Events));
        }

        ConsoleText.Write(plan.Lines());
    }

    /// <summary>The versions of the model and what became of them, now or at a moment of the past.</summary>
    public async Task ShowRegistryAsync(string? at)
    {
        await using var shelf = await OpenShelfAsync();
        var view = at is null
            ? await shelf.Registry.ReadAsync(Cancellation)
            : await shelf.Registry.ReadAsync(Moment(at), Cancellation);
        ConsoleText.Write(RegistryText.Of(
            _workspace.Name,
            at,
            await view.ListVersionsAsync(_workspace.Name, Cancellation),
            await view.HistoryAsync(_workspace.Name, AliasName.Champion, Cancellation)));
    }

    /// <summary>What a person wants to know of a release: the verdict, what is out, where, and the way back.</summary>
    public async Task SummarizeReleaseAsync()
    {
        var environments = await OpenEnvironmentsAsync();
        var evaluated = await DocumentFile.ReadAsync<EvaluationDocument>(_workspace.Artifacts.Evaluation, Cancellation);
        await using var shelf = await OpenShelfAsync();
        var summary = new ReleaseSummary(_workspace.Name, await FindVersionAsync(), evaluated.OrThrow().Report);
        var image = await _workspace.ImageAsync(Cancellation);
        summary.Add("image", $"{image.Value.Brief} in {_workspace.Relative(_workspace.Artifacts.Image)}");
        var last = default(EnvironmentDocument);
        foreach (var name in environments.File.Names)
        {
            last = (await environments.StatusAsync(name, events: 0, Cancellation))?.Document;
            summary.Add(name, Where(last));
        }

        summary.Add("model card", _workspace.Relative(_workspace.Artifacts.PathOf(CardStage.PageFile)));
        summary.Add("way back", WayBack.Of(last, _workspace.Place.Option));
        if (shelf.Location.Warning is { } warning)
            summary.Add("warning", $"{warning.Message} {warning.Hint}");
        var lines = summary.Lines();
        ConsoleText.Write(lines);
        if (last?.Address is { } address)
        {
            var ask = AskText.Of(address, await environments.ReadRowsAsync(Cancellation));
            ask.ToList().ForEach(ConsoleText.WriteLine);
            lines = [.. lines, .. ask];
        }

        _build.Ci.SummarizeText(lines);
    }

    private static string Where(EnvironmentDocument? document)
    {
        if (document?.Find(document.Stable) is not { } stable)
            return "nothing is deployed";
        var version = stable.Version is { } known ? $"version {known}, " : "";
        return string.Create(CultureInfo.InvariantCulture, $"http://{document.Address} ({version}revision {stable.Number})");
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new InvalidInputException([new Problem(
                $"'--at' has the value '{text}'; a time such as 2026-01-31T12:00:00Z is accepted.")]);
}
