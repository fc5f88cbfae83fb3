using System.Globalization;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Runs;

namespace Pipeline.Delivery.Runs;

/// <summary>Holds runs against each other, on the console and on a page.</summary>
internal sealed class CompareRun(DeliveryContext context)
{
    private const string PageFile = "runs.html";
    private const int Most = 12;
    private const int MostOnPage = 500;

    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <param name="runs">Ids or their first digits, separated by commas; null for the champion and the last run.</param>
    /// <param name="where">Which other runs the page shows; null for all.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public async Task CompareAsync(string? runs, string? where, CancellationToken cancellationToken)
    {
        var query = new RunListRequest(where, null, MostOnPage).ToQuery().OrThrow();
        var session = await context.RegistryAsync(cancellationToken);
        var metrics = await _workspace.Parts.MetricsAsync(cancellationToken);
        var comparer = new RunComparer(session.Blobs, metrics);
        var chosen = new List<LoadedRun>();
        foreach (var run in await ChooseAsync(session, runs, cancellationToken))
            chosen.Add(await comparer.LoadAsync(run, cancellationToken));
        var comparisons = new List<RunComparison>();
        foreach (var run in chosen.Skip(1))
            comparisons.Add(await comparer.CompareAsync(run, chosen[0], cancellationToken));
        new ComparisonText(context.Face).Write(chosen, comparisons);
        var others = await OthersAsync(session, comparer, query, chosen, cancellationToken);
        var maker = new RunsPageMaker(metrics, await session.FindChampionAsync(cancellationToken));
        var page = maker.Make(others.Runs, chosen, comparisons) with
        {
            All = others.All,
            Search = await SearchAsync(cancellationToken),
            Written = _workspace.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        };
        var path = _workspace.Artifacts.PathOf(PageFile);
        await AtomicFile.WriteTextAsync(path, RunsPage.Render(page), cancellationToken);
        context.Face.Write([$"page: {_workspace.Relative(path)}, with {others.Runs.Count} of {others.All} runs"]);
    }

    /// <summary>The runs of the page, newest first: those of the query, and the chosen ones.</summary>
    private async Task<(IReadOnlyList<LoadedRun> Runs, int All)> OthersAsync(
        RegistrySession session,
        RunComparer comparer,
        RunQuery query,
        IReadOnlyList<LoadedRun> chosen,
        CancellationToken cancellationToken)
    {
        var view = await session.Registry.ReadAsync(cancellationToken);
        var found = (await view.FindRunsAsync(_workspace.Name, query, cancellationToken)).OrThrow();
        var known = chosen.ToDictionary(run => run.Found.Run.Id);
        var runs = new List<LoadedRun>();
        foreach (var run in found.Runs)
            runs.Add(known.Remove(run.Run.Id, out var loaded) ? loaded : await comparer.LoadAsync(run, cancellationToken));
        return ([.. runs, .. known.Values], found.All);
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

    /// <summary>
    /// The champion's run and the last one that is another; without a champion the last two. Those that were evaluated come
    /// before those of which nothing is known.
    /// </summary>
    private async Task<IReadOnlyList<FoundRun>> LastAsync(RegistrySession session, CancellationToken cancellationToken)
    {
        var view = await session.Registry.ReadAsync(cancellationToken);
        var finished = new RunListRequest("status = finished", null, RunQuery.Most).ToQuery().OrThrow();
        var found = await view.FindRunsAsync(_workspace.Name, finished, cancellationToken);
        IReadOnlyList<FoundRun> runs =
            found.TryGet(out var known) ? [.. known.Runs.OrderBy(run => run.Evaluation is null)] : [];
        var champion = await view.ResolveAsync(_workspace.Name, AliasName.Champion, cancellationToken);
        var first = runs.FirstOrDefault(run => champion is not null && run.Version == champion.Version)
            ?? runs.Skip(1).FirstOrDefault();
        var last = runs.FirstOrDefault(run => run != first);
        return first is not null && last is not null ? [first, last] : throw Wrong(
            $"'{_workspace.Name}' has {(runs.Count == 0 ? "no finished run" : "1 finished run")}; two are needed to compare.",
            "Train another one: change training in model.yml, and run the target Evaluate.");
    }

    /// <summary>The last search of the model; null where there was none.</summary>
    private async Task<PageSearch?> SearchAsync(CancellationToken cancellationToken)
    {
        var read = await DocumentFile.ReadAsync<SearchDocument>(_workspace.Artifacts.Search, cancellationToken);
        return read.TryGet(out var search) ? RunsPageMaker.Search(search) : null;
    }

    private static InvalidInputException Wrong(string message, string hint) => new([new Problem(message, hint)]);
}
