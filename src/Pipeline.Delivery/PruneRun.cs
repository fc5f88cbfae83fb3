using System.Collections;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Governance.Registry;

namespace Pipeline.Delivery;

/// <summary>Looks through every place that the toolkit keeps things in, and applies the limits.</summary>
internal sealed class PruneRun(DeliveryRequest request)
{
    /// <param name="isDry">Shows what would go, and removes nothing.</param>
    /// <param name="cancellationToken">Ends it between two things.</param>
    public async Task RunAsync(bool isDry, CancellationToken cancellationToken)
    {
        var isNarrow = request.Environment is not null || request.Model is not null;
        var file = isNarrow || EnvironmentsFile.Exists(request.Root)
            ? await EnvironmentsFile.ReadAsync(request, cancellationToken)
            : null;
        var retention = file?.Retention ?? new RetentionSpec();
        List<IKeptPlace> places = isNarrow ? [] : [new ClonePlace(request.Root, request.TemporaryFolder)];
        var onEngines = new HashSet<(string Engine, ModelName Model)>();
        foreach (var site in file is null ? [] : Sites(file))
        {
            var named = await FindNamedAsync(site.Model, cancellationToken);
            var wanted = new EnvironmentPlaceRequest(request.Actor, retention.WaysBack, named)
            {
                Policy = request.Parts.Policy,
            };
            var engine = EngineOf(file!, site);
            if (engine?.OpenKept(site.Model, wanted, request.Clock) is not { } kept)
            {
                // What another engine keeps is not on this machine's disk.
                if (EngineNote.Find(site.Folder) is null)
                    places.Add(new EnvironmentPlace(site, wanted, request.Clock));
            }
            else if (onEngines.Add((engine.Name, site.Model)))
                places.Add(kept);
            else
                (kept as IDisposable)?.Dispose();
        }

        var sweep = new RetentionSweep(retention.Of, request.Clock);
        var reports = new List<SweepReport>();
        foreach (var place in places)
        {
            reports.Add(await sweep.RunAsync(place, isDry, cancellationToken));
            (place as IDisposable)?.Dispose();
        }

        Show(reports, isDry);
    }

    /// <summary>Also of an environment that is down: its images are still there. Null where those are folders here.</summary>
    private IEngine? EngineOf(EnvironmentsFile file, EnvironmentSite site)
    {
        if (EngineNote.Find(site.Folder) is { } noted)
            return request.Parts.Engines.Find(noted).OrThrow();
        return File.Exists(site.Folder.Document) ? null : file.Engine(site.Environment, site.Model);
    }

    private void Show(IReadOnlyList<SweepReport> reports, bool isDry)
    {
        PruneText.Write(reports, isDry, request.Face);
        foreach (var trouble in reports.SelectMany(x => x.Troubles))
        {
            request.Face.Warn(trouble);
            request.Face.Annotate(new Problem(trouble));
        }

        var removed = reports.SelectMany(x => x.Removed).ToList();
        request.Face.Sum([
            new(isDry ? "Would remove" : "Removed", $"{removed.Count}"),
            new(isDry ? "Would free" : "Freed", $"{new ByteSize(removed.Sum(x => x.Bytes))}"),
        ]);
    }

    /// <summary>Every environment that the project has on this machine, also those that environments.yml names no more.</summary>
    private IReadOnlyList<EnvironmentSite> Sites(EnvironmentsFile file)
    {
        var home = request.Home;
        var only = request.Environment is null ? null : file.Select(request.Environment);
        List<EnvironmentSite> sites =
        [
            .. EnvironmentFolder.List(home, file.Project).Where(x => only?.Contains(x.Environment) ?? true)
                .Select(x => new EnvironmentSite(home, file.Project, x.Environment, x.Model)),
        ];
        if (request.Model is null)
            return sites;
        var model = ModelPlace.Find(request, x => sites.Exists(y => y.Model == x)).Name;
        return [.. sites.Where(x => x.Model == model)];
    }

    /// <summary>The versions of a model that aliases of this clone's registry stand for.</summary>
    private async Task<IReadOnlyDictionary<ModelVersion, string>> FindNamedAsync(
        ModelName model, CancellationToken cancellationToken)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "");
        if (!File.Exists(RegistryLocation.Resolve(variables, request.Root).OrThrow().JournalPath))
            return new Dictionary<ModelVersion, string>();
        var place = new ModelPlace(request.Root, model, request.Clock, request.Face);
        await using var session = await RegistrySession.OpenAsync(place, request.Actor, request.Parts.Policy, cancellationToken);
        var view = await session.Registry.ReadAsync(cancellationToken);
        return (await view.ListAliasesAsync(model, cancellationToken))
            .GroupBy(x => x.Value).ToDictionary(x => x.Key, x => string.Join(", ", x.Select(y => y.Key)));
    }
}
