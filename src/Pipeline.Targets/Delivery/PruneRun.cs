using System.Collections;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Environments;
using Pipeline.Governance.Registry;
using Pipeline.Targets.Components;
using Serilog;

namespace Pipeline.Targets.Delivery;

/// <summary>Looks through every place that the toolkit keeps things in, and applies the limits.</summary>
internal sealed class PruneRun(IPrune build)
{
    private readonly Actor _actor = ActorSearch.Find(Environment.GetEnvironmentVariable);

    public async Task RunAsync()
    {
        var isNarrow = build.Environment is not null || build.Model is not null;
        var file = isNarrow || EnvironmentsFile.Exists(build.RootDirectory)
            ? await EnvironmentsFile.ReadAsync(build.RootDirectory, build.Cancellation)
            : null;
        var retention = file?.Retention ?? new RetentionSpec();
        List<IKeptPlace> places = isNarrow ? [] : [new ClonePlace(build.RootDirectory, build.TemporaryDirectory)];
        foreach (var site in file is null ? [] : Sites(file))
        {
            var request = new EnvironmentPlaceRequest(_actor, retention.WaysBack, await FindNamedAsync(site.Model));
            places.Add(new EnvironmentPlace(site, request, TimeProvider.System));
        }

        var sweep = new RetentionSweep(retention.Of, TimeProvider.System);
        var reports = new List<SweepReport>();
        foreach (var place in places)
            reports.Add(await sweep.RunAsync(place, build.DryRun, build.Cancellation));
        Show(reports);
    }

    private void Show(IReadOnlyList<SweepReport> reports)
    {
        PruneText.Write(reports, build.DryRun);
        foreach (var trouble in reports.SelectMany(x => x.Troubles))
        {
            Log.Warning("{Warning}", trouble);
            build.Ci.Warning(new Problem(trouble));
        }

        var removed = reports.SelectMany(x => x.Removed).ToList();
        build.ReportSummary(x =>
        {
            x[build.DryRun ? "Would remove" : "Removed"] = $"{removed.Count}";
            x[build.DryRun ? "Would free" : "Freed"] = $"{new ByteSize(removed.Sum(y => y.Bytes))}";
            return x;
        });
    }

    /// <summary>Every environment that the project has on this machine, also those that environments.yml names no more.</summary>
    private IReadOnlyList<EnvironmentSite> Sites(EnvironmentsFile file)
    {
        var home = EnvironmentFolder.DefaultHome(Environment.GetEnvironmentVariable);
        var only = build.Environment is null ? null : file.Select(build.Environment);
        List<EnvironmentSite> sites =
        [
            .. EnvironmentFolder.List(home, file.Project).Where(x => only?.Contains(x.Environment) ?? true)
                .Select(x => new EnvironmentSite(home, file.Project, x.Environment, x.Model)),
        ];
        if (build.Model is null)
            return sites;
        var model = ModelPlace.Find(
            build.RootDirectory, build.Model, TimeProvider.System, x => sites.Exists(y => y.Model == x)).Name;
        return [.. sites.Where(x => x.Model == model)];
    }

    /// <summary>The versions of a model that aliases of this clone's registry stand for.</summary>
    private async Task<IReadOnlyDictionary<ModelVersion, string>> FindNamedAsync(ModelName model)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "");
        if (!File.Exists(RegistryLocation.Resolve(variables, build.RootDirectory).OrThrow().JournalPath))
            return new Dictionary<ModelVersion, string>();
        var place = new ModelPlace(build.RootDirectory, model, TimeProvider.System);
        await using var shelf = await ModelShelf.OpenAsync(place, _actor, build.Cancellation);
        var view = await shelf.Registry.ReadAsync(build.Cancellation);
        return (await view.ListAliasesAsync(model, build.Cancellation))
            .GroupBy(x => x.Value).ToDictionary(x => x.Key, x => string.Join(", ", x.Select(y => y.Key)));
    }
}
