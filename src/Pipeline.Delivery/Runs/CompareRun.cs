using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;

namespace Pipeline.Delivery.Runs;

/// <summary>Holds runs against each other, on the console and on a page.</summary>
internal sealed class CompareRun(DeliveryContext context)
{
    private const int Most = 12;

    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <param name="runs">Ids or their first digits, separated by commas; null for the champion and the last run.</param>
    /// <param name="where">Which other runs the page shows; null for all.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public async Task CompareAsync(string? runs, string? where, CancellationToken cancellationToken)
    {
        var query = new RunListRequest(where, null, RunQuery.Most).ToQuery().OrThrow();
        var session = await context.RegistryAsync(cancellationToken);
        var comparer = new RunComparer(session.Blobs, await _workspace.Parts.MetricsAsync(cancellationToken));
        var chosen = new List<LoadedRun>();
        foreach (var run in await ChooseAsync(session, runs, cancellationToken))
            chosen.Add(await comparer.LoadAsync(run, cancellationToken));
        var comparisons = new List<RunComparison>();
        foreach (var run in chosen.Skip(1))
            comparisons.Add(await comparer.CompareAsync(run, chosen[0], cancellationToken));
        new ComparisonText(context.Face).Write(chosen, comparisons);
    }

    private async Task<IReadOnlyList<FoundRun>> ChooseAsync(
        RegistrySession session, string? runs, CancellationToken cancellationToken)
    {
        if (runs is null)
            return await LastAsync(session, cancellationToken);
        var finder = new RunsRun(context.Request, (_, token) => context.RegistryAsync(token));
        var found = new List<FoundRun>();
        foreach (var prefix in runs.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
            found.Add(await finder.FindAsync(session, prefix, "--runs", cancellationToken));
        var different = found.DistinctBy(run => run.Run.Id).ToList();
        return different.Count is >= 2 and <= Most ? different : throw Wrong(
            $"'--runs' names {(different.Count == 1 ? "1 run" : $"{different.Count} runs")}; 2 to {Most} can be compared.",
            "Write their ids, or the first digits of them, with commas between them; the target Runs lists them.");
    }

    /// <summary>The champion's run and the last one that is another; without a champion the last two.</summary>
    private async Task<IReadOnlyList<FoundRun>> LastAsync(RegistrySession session, CancellationToken cancellationToken)
    {
        var view = await session.Registry.ReadAsync(cancellationToken);
        var finished = new RunListRequest("status = finished", null, RunQuery.Most).ToQuery().OrThrow();
        var found = await view.FindRunsAsync(_workspace.Name, finished, cancellationToken);
        var runs = found.TryGet(out var known) ? known.Runs : [];
        var champion = await view.ResolveAsync(_workspace.Name, AliasName.Champion, cancellationToken);
        var first = runs.FirstOrDefault(run => champion is not null && run.Version == champion.Version)
            ?? runs.Skip(1).FirstOrDefault();
        var last = runs.FirstOrDefault(run => run != first);
        return first is not null && last is not null ? [first, last] : throw Wrong(
            $"'{_workspace.Name}' has {(runs.Count == 0 ? "no finished run" : "1 finished run")}; two are needed to compare.",
            "Train another one: change training in model.yml, and run the target Evaluate.");
    }

    private static InvalidInputException Wrong(string message, string hint) => new([new Problem(message, hint)]);
}
