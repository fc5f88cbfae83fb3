using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Runs;
using Pipeline.Delivery.Stages;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Governance.Registry;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery;

/// <summary>What a person asks before a release and after it. It changes nothing.</summary>
internal sealed class OverviewRun(DeliveryContext context)
{
    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <summary>What Release would run and why, and how long each step took when it last ran. Runs nothing.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var plan = new ReleasePlan();
        var environments = await context.EnvironmentsAsync(cancellationToken);
        var unknown = await new Production(environments, _workspace.Place).FindUnknownAsync(session, cancellationToken);
        var champions = new ChampionSearch(session, unknown, _workspace.Parts.LoadAsync);
        Dictionary<DeliveryStep, DeliveryStage> stages = new()
        {
            [DeliveryStep.ValidateData] = new DataStage(_workspace),
            [DeliveryStep.Train] = new TrainStage(_workspace),
            [DeliveryStep.Evaluate] = context.Evaluation(champions),
            [DeliveryStep.Package] = context.Packaging(),
        };
        var version = await context.TryFindVersionAsync(cancellationToken);
        if (version is not null)
            stages[DeliveryStep.WriteModelCard] = new CardStage(_workspace, version.Version, new VersionLookup(session));
        foreach (var step in DeliveryStep.OfARelease)
        {
            if (stages.TryGetValue(step, out var stage))
                plan.Add(step, await stage.PlanAsync(context.Request.Force, cancellationToken));
            else if (step == DeliveryStep.Register)
                plan.Add(step, version is null ? "the model has no version yet" : null, last: null);
            else if (step == DeliveryStep.WriteModelCard)
                plan.Add(step, reason: null, last: null);
            else if (step == DeliveryStep.Deploy)
                await AddDeploysAsync(plan, environments, cancellationToken);
        }

        context.Face.Write(plan.Lines());
    }

    private static async Task AddDeploysAsync(ReleasePlan plan, Environments environments, CancellationToken cancellationToken)
    {
        foreach (var name in environments.File.Names)
        {
            var deploy = await environments.PlanAsync(name, cancellationToken);
            plan.AddDeploy(name, deploy, deploy.Status is null ? null : RolloutHistory.LastDuration(deploy.Status.Events));
        }
    }

    /// <summary>The versions of the model and what became of them, now or at a moment of the past.</summary>
    public async Task ShowRegistryAsync(string? at, CancellationToken cancellationToken)
    {
        var session = await context.RegistryAsync(cancellationToken);
        var view = at is null
            ? await session.Registry.ReadAsync(cancellationToken)
            : await session.Registry.ReadAsync(Moment(at), cancellationToken);
        context.Face.Write(RegistryText.Of(
            _workspace.Name,
            at,
            await view.ListVersionsAsync(_workspace.Name, cancellationToken),
            await view.HistoryAsync(_workspace.Name, AliasName.Champion, cancellationToken)));
    }

    /// <summary>What a person wants to know of a release: the verdict, what is out, where, and the way back.</summary>
    public async Task SummarizeAsync(CancellationToken cancellationToken)
    {
        var environments = await context.EnvironmentsAsync(cancellationToken);
        var evaluated = await DocumentFile.ReadAsync<EvaluationDocument>(_workspace.Artifacts.Evaluation, cancellationToken);
        var session = await context.RegistryAsync(cancellationToken);
        var version = await context.FindVersionAsync(cancellationToken);
        var summary = new ReleaseSummary(_workspace.Name, version, evaluated.OrThrow().Report);
        var image = await _workspace.ImageAsync(cancellationToken);
        summary.Add("image", $"{image.Value.Brief} in {_workspace.Relative(_workspace.Artifacts.Image)}");
        var last = default(EnvironmentDocument);
        foreach (var name in environments.File.Names)
        {
            last = (await environments.StatusAsync(name, events: 0, cancellationToken))?.Document;
            summary.Add(name, Where(last));
        }

        summary.Add("model card", _workspace.Relative(_workspace.Artifacts.PathOf(CardStage.PageFile)));
        summary.Add("way back", WayBack.Of(last, _workspace.Place.Option));
        if (session.Location.Warning is { } warning)
            summary.Add("warning", $"{warning.Message} {warning.Hint}");
        var lines = summary.Lines();
        context.Face.Write(lines);
        if (last?.Address is { } address)
        {
            var ask = AskText.Of(address, await environments.ReadRowsAsync(cancellationToken));
            foreach (var line in ask)
                context.Face.WriteWhole(line);
            lines = [.. lines, .. ask];
        }

        context.Face.SummarizeText(lines);
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
