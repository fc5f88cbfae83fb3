using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Governance.Registry;
using Serilog;

namespace Pipeline.Targets.Delivery;

internal sealed partial class DeliveryRun
{
    /// <summary>What Release would run and why, and how long each stage took when it last ran. Runs nothing.</summary>
    public async Task ShowPlanAsync()
    {
        await using var shelf = await OpenShelfAsync();
        DeliveryStage[] stages =
        [
            new DataStage(_workspace),
            new TrainStage(_workspace),
            new EvaluateStage(_workspace, shelf),
            new PackageStage(_workspace, Servers()),
        ];
        var total = TimeSpan.Zero;
        var earlier = "";
        foreach (var stage in stages)
        {
            var plan = await stage.PlanAsync(_build.Force, Cancellation);
            var follows = plan.IsUpToDate && earlier.Length > 0;
            if (!plan.IsUpToDate || follows)
                total += plan.LastDuration ?? TimeSpan.Zero;
            Log.Information("{Plan}", Describe(plan, follows ? earlier : ""));
            if (!plan.IsUpToDate && earlier.Length == 0)
                earlier = plan.Stage;
        }

        Log.Information(total > TimeSpan.Zero ? "These took {Seconds} when they last ran" : "Nothing has to run", Seconds(total));
    }

    /// <summary>The versions of the model and what became of them, now or at a moment of the past.</summary>
    public async Task ShowRegistryAsync(string? at)
    {
        await using var shelf = await OpenShelfAsync();
        var view = at is null
            ? await shelf.Registry.ReadAsync(Cancellation)
            : await shelf.Registry.ReadAsync(Moment(at), Cancellation);
        var versions = await view.ListVersionsAsync(_workspace.Name, Cancellation);
        if (versions.Count == 0)
            Log.Information("{Model} has no versions {When}", _workspace.Name, at is null ? "yet" : $"at {at}");
        foreach (var version in versions)
            Log.Information("{Line}", Describe(version));
        foreach (var move in await view.HistoryAsync(_workspace.Name, AliasName.Champion, Cancellation))
        {
            var from = move.From is null ? "none" : $"{move.From}";
            Log.Information(
                "{Line}",
                $"  champion {from} -> {move.To} at {Time(move.Act.Time)} by {move.Act.Actor.Name}: {move.Act.Reason}");
        }
    }

    /// <summary>What a person wants to know of a release: the verdict, what is out, where, and the way back.</summary>
    public async Task SummarizeReleaseAsync()
    {
        var environments = await OpenEnvironmentsAsync();
        var evaluated = await DocumentFile.ReadAsync<EvaluationDocument>(_workspace.Artifacts.Evaluation, Cancellation);
        var lines = new List<string>
        {
            $"{_workspace.Name} version {await FindVersionAsync()} is out: {evaluated.OrThrow().Report.Summary}",
            $"  image       {await _workspace.ImageAsync(Cancellation)}",
        };
        foreach (var name in environments.File.Names)
        {
            if (await environments.StatusAsync(name, Cancellation) is { Document: var document })
                lines.Add($"  {name,-11} http://{document.Address} (revision {document.Stable})");
        }

        lines.Add($"  model card  {_workspace.Relative(_workspace.Artifacts.PathOf(CardStage.PageFile))}");
        lines.Add($"  way back    ./build.sh Rollback --environment {environments.File.Names[^1]}");
        lines.ForEach(x => Log.Information("{Line}", x));
        _build.Ci.Summarize($"```\n{string.Join('\n', lines)}\n```");
    }

    private static string Describe(StagePlan plan, string follows) =>
        (follows.Length > 0 ? $"{plan.Stage} runs if {follows} makes something else than before" : $"{plan}") +
        (plan.LastDuration is { } last && (follows.Length > 0 || !plan.IsUpToDate) ? $" (last time {Seconds(last)})" : "");

    private static string Describe(VersionStatus status)
    {
        var aliases = status.Aliases.Count > 0 ? $" [{string.Join(", ", status.Aliases)}]" : "";
        return $"version {status.Registered.Version}: {status.Registered.Digest.Brief}, run {status.Registered.Run}, " +
            $"{Time(status.Registered.Act.Time)} by {status.Registered.Act.Actor.Name}{aliases}";
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new InvalidInputException([new Problem(
                $"'--at' has the value '{text}'; a time such as 2026-01-31T12:00:00Z is accepted.")]);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
