using System.Text.RegularExpressions;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Jobs;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Kubernetes;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Channels;

namespace Pipeline.Delivery;

/// <summary>The environments of a repository, in the order in which a release passes through them.</summary>
internal sealed partial class EnvironmentsFile
{
    public const string FileName = "environments.yml";

    private readonly DeliveryRequest _request;
    private readonly IReadOnlyDictionary<string, EnvironmentSpec> _specs;

    private EnvironmentsFile(
        DeliveryRequest request, string project, IReadOnlyDictionary<string, EnvironmentSpec> specs) =>
        (_request, Project, _specs, Names) = (request, project, specs, [.. specs.Keys]);

    private EnvironmentsFile(DeliveryRequest request, string project, IReadOnlyList<string> names, string because) : this(
        request, project, new Dictionary<string, EnvironmentSpec>()) => (Names, Unread) = (names, because);

    /// <summary>Everything that an environments.yml may contain.</summary>
    public static ManifestSchema<EnvironmentsFrame> Schema { get; } =
        ManifestSchema.Environments(
            EnvironmentSpec.Section, RetentionSpec.Section, ManifestsSpec.Section, AlertsSpec.Section, JobsSpec.Section);

    public string Project { get; }

    /// <summary>The defaults where the file does not say.</summary>
    public RetentionSpec Retention { get; private init; } = new();

    /// <summary>The defaults where the file does not say.</summary>
    public JobsSpec Jobs { get; private init; } = new();

    /// <summary>How manifests are written of those environments that have any.</summary>
    public IReadOnlyDictionary<string, ManifestsSpec> Manifests { get; private init; } = new Dictionary<string, ManifestsSpec>();

    private IReadOnlyDictionary<string, EnvironmentAlerts> Alerts { get; init; } = new Dictionary<string, EnvironmentAlerts>();

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The one whose stable version is the champion; null where the file does not say which that is.</summary>
    public string? Last => Unread is null ? Names[^1] : null;

    /// <summary>Why the file could not be read, and this machine's environments were taken; null where it was.</summary>
    public string? Unread { get; }

    /// <summary>Whether a repository says where its models run; until then they can be made, and not deployed.</summary>
    public static bool Exists(string root) => File.Exists(Path.Combine(root, FileName));

    public static async Task<EnvironmentsFile> ReadAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Combine(request.Root, FileName);
        if (!File.Exists(path))
            throw new InvalidInputException(
                [new Problem($"There is no '{FileName}' in '{request.Root}'; it says where models run.")]);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var manifest = ManifestReader.Read(text, FileName, Schema).OrThrow();
        var specs = manifest.Get<IReadOnlyDictionary<string, EnvironmentSpec>>();
        var manifests = manifest.Find<IReadOnlyDictionary<string, ManifestsSpec>>() ?? new Dictionary<string, ManifestsSpec>();
        var alerts = manifest.Find<IReadOnlyDictionary<string, AlertsSpec>>() ?? new Dictionary<string, AlertsSpec>();
        var channels = alerts.ToDictionary(x => x.Key, x => BindChannels(manifest, x, request.Parts.AlertChannels));
        var jobs = manifest.Find<JobsSpec>() ?? new JobsSpec();
        var engines = request.Parts.Engines;
        Problem[] problems =
        [
            .. specs.Keys.Where(name => !Slug.IsValid(name)).Select(name =>
                manifest.Locate(ManifestPath.Of("environments", name)).Problem(
                    $"'{name}' is no name of an environment; {Slug.Accepted} make one.")),
            .. specs.SelectMany(spec => engines.Find(spec.Value.Engine, EngineOf(manifest, spec.Key)).Problems),
            .. request.Parts.JobEngines.Find(jobs.Engine, manifest.Locate("jobs.engine")).Problems,
            .. manifests.Keys.Where(name => !specs.ContainsKey(name)).Select(name =>
                manifest.Locate(ManifestPath.Of("manifests", name)).Problem(
                    $"There is no environment '{name}' to write manifests of.", NearestNames.Hint(name, specs.Keys.ToList()))),
            .. alerts.Keys.Where(name => !specs.ContainsKey(name)).Select(name =>
                manifest.Locate(ManifestPath.Of("alerts", name)).Problem(
                    $"There is no environment '{name}' to tell anybody of.", NearestNames.Hint(name, specs.Keys.ToList()))),
            .. channels.Values.SelectMany(bound => bound.SelectMany(x => x.Problems)),
            .. specs.SelectMany(spec => CheckAnalyses(manifest, spec, request.Parts.Analyses)),
            .. specs.SelectMany((spec, index) => CheckRequirements(manifest, spec, [.. specs.Keys.Take(index)])),
        ];
        if (problems.Length > 0)
            throw new InvalidInputException(problems);
        return new EnvironmentsFile(request, manifest.Frame.Project, specs)
        {
            Retention = manifest.Find<RetentionSpec>() ?? new RetentionSpec(),
            Jobs = jobs,
            Manifests = manifests,
            Alerts = alerts.ToDictionary(
                x => x.Key, x => new EnvironmentAlerts([.. channels[x.Key].Select(bound => bound.Value)], x.Value.Quiet)),
        };
    }

    /// <summary>
    /// The file, or where it does not bind, the environments of its project that this machine knows: looking at them and taking
    /// them back needs no more, and the file may be the very thing that is broken.
    /// </summary>
    public static async Task<EnvironmentsFile> ReadOrFindAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(request, cancellationToken);
        }
        catch (InvalidInputException exception)
        {
            if (await FindAsync(request, exception, cancellationToken) is { } found)
                return found;
            throw;
        }
    }

    public EnvironmentSpec Spec(string name) => _specs[name];

    /// <summary>The one that the file names; where it could not be read, the one that was deployed to from here.</summary>
    public IEngine Engine(string name, ModelName model)
    {
        var engine = _specs.GetValueOrDefault(name)?.Engine ?? EngineNote.Find(Site(name, model).Folder);
        return _request.Parts.Engines.Find(engine ?? ProcessEngine.EngineName).OrThrow();
    }

    /// <summary>What a server may use there; as much as there is where the file does not say, or could not be read.</summary>
    public ResourceLimits Limits(string name) => _specs.GetValueOrDefault(name)?.Limits ?? new ResourceLimits();

    /// <summary>How many servers a revision has there; null where the file could not be read.</summary>
    public int? Replicas(string name) => _specs.GetValueOrDefault(name)?.Replicas;

    /// <summary>Where images for it are pushed to; null is nowhere.</summary>
    public string? Repository(string name) => _specs.GetValueOrDefault(name)?.Repository;

    /// <summary>What analyses may measure.</summary>
    public AnalysisCatalog Analyses => _request.Parts.Analyses;

    /// <summary>Who is told of the alerts of an environment; nobody where the file does not say.</summary>
    public EnvironmentAlerts AlertsOf(string name) => Alerts.GetValueOrDefault(name) ?? new EnvironmentAlerts([], []);

    /// <summary>The one given, or all of them; they say whom to tell.</summary>
    /// <exception cref="InvalidInputException">It does not, or none does.</exception>
    public IReadOnlyList<string> SelectWithAlerts(string? given)
    {
        var selected = Select(given).Where(name => AlertsOf(name).Channels.Count > 0).ToList();
        return selected.Count > 0 ? selected : throw new InvalidInputException([new Problem(
            FileName, null, null,
            given is null ? "No environment says who is told of alerts." : $"Nobody is told of alerts of '{given}'.",
            $"Write 'alerts: {{{given ?? Names[^1]}: {{channels: ...}}}}' beside 'environments'.")]);
    }

    /// <summary>The one given, or all of them.</summary>
    public IReadOnlyList<string> Select(string? given)
    {
        if (given is null)
            return Names;
        return Names.Contains(given)
            ? [given]
            : throw new InvalidInputException([new Problem(
                $"There is no environment '{given}' {(Unread is null ? $"in '{FileName}'" : "on this machine")}.",
                NearestNames.Hint(given, Names.ToList()))]);
    }

    /// <summary>The one given, or all that manifests are written of.</summary>
    public IReadOnlyList<string> SelectWithManifests(string? given)
    {
        IReadOnlyList<string> chosen = [.. Select(given).Where(Manifests.ContainsKey)];
        if (chosen.Count > 0)
            return chosen;
        var name = given ?? Names[^1];
        throw new InvalidInputException([new Problem(
            FileName, null, null,
            given is null
                ? "No environment says where its image is pulled from."
                : $"The environment '{given}' does not say where its image is pulled from.",
            $"Write 'manifests: {{{name}: {{repository: registry.example.com/team}}}}' beside 'environments'.")]);
    }

    /// <summary>The one given, or the last one.</summary>
    public string SelectOne(string? given) => Select(given ?? Last ?? (Names.Count == 1 ? Names[0] : null)) is [var name]
        ? name
        : throw new InvalidInputException([new Problem(
            $"'{FileName}' cannot be read, and does not say which environment is the last.",
            $"Name one with '--environment': {string.Join(", ", Names)}.")]);

    public EnvironmentSite Site(string name, ModelName model) => new(_request.Home, Project, name, model);

    private static List<Validated<ConfiguredChannel>> BindChannels(
        BoundManifest<EnvironmentsFrame> manifest, KeyValuePair<string, AlertsSpec> alerts, AlertChannelCatalog catalog) =>
    [
        .. alerts.Value.Channels.Select(channel => catalog.Bind(
            channel.Key, channel.Value, manifest.Locate(ManifestPath.Of("alerts", alerts.Key, "channels", channel.Key, "type")))),
    ];

    private static IEnumerable<Problem> CheckAnalyses(
        BoundManifest<EnvironmentsFrame> manifest, KeyValuePair<string, EnvironmentSpec> spec, AnalysisCatalog analyses) =>
        from analysis in spec.Value.Analysis.Index()
        let path = $"{ManifestPath.Of("environments", spec.Key, "analysis")}[{analysis.Index}]"
        from problem in analyses.Check(analysis.Item, key => manifest.Locate(key.Length == 0 ? path : $"{path}.{key}"))
        select problem;

    /// <summary>A release passes through the environments in their order, so that none waits for a later one.</summary>
    private static IEnumerable<Problem> CheckRequirements(
        BoundManifest<EnvironmentsFrame> manifest, KeyValuePair<string, EnvironmentSpec> spec, IReadOnlyList<string> earlier) =>
        from requirement in spec.Value.Requires.Index()
        where !earlier.Contains(requirement.Item.Healthy)
        let path = $"{ManifestPath.Of("environments", spec.Key, "requires")}[{requirement.Index}].healthy"
        select manifest.Locate(path).Problem(
            $"'{requirement.Item.Healthy}' is no environment before '{spec.Key}'.",
            earlier.Count == 0 ? "It is the first." : NearestNames.Hint(requirement.Item.Healthy, earlier.ToList()));

    private static SourceLocation EngineOf(BoundManifest<EnvironmentsFrame> manifest, string environment) =>
        manifest.Locate(ManifestPath.Of("environments", environment, "engine"));

    /// <summary>Null where the project is not certain, or unknown here: a guess could meet another's model.</summary>
    private static async Task<EnvironmentsFile?> FindAsync(
        DeliveryRequest request, InvalidInputException exception, CancellationToken cancellationToken)
    {
        var path = Path.Combine(request.Root, FileName);
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : "";
        string[] projects = [.. ProjectLine().Matches(text).Select(x => x.Groups["name"].Value).Distinct()];
        if (projects is not [var project] || NamesOf(Path.Combine(request.Home, project)) is not { Length: > 0 } names)
            return null;
        foreach (var problem in exception.Problems)
            request.Face.Warn($"{problem}");
        request.Face.Warn(
            $"Environments are those that '{Path.Combine(request.Home, project)}' knows, because the file cannot be read");
        return new EnvironmentsFile(request, project, names, exception.Problems[0].ToString());
    }

    private static string[] NamesOf(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.GetDirectories(folder).Where(HasDocument).Select(x => Path.GetFileName(x)).Order(StringComparer.Ordinal)];

    /// <summary>Whether a model was deployed to it, as far as this machine knows.</summary>
    public static bool IsKnown(EnvironmentFolder folder) =>
        File.Exists(folder.Document) || EngineNote.Find(folder) is not null;

    private static bool HasDocument(string environment) =>
        Directory.GetDirectories(environment).Any(x => IsKnown(new EnvironmentFolder(x)));

    [GeneratedRegex("""^["']?project["']?\s*:\s*["']?(?<name>[a-z][a-z0-9-]*)["']?\s*(#.*)?$""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}

/// <summary>Who is told of the alerts of an environment.</summary>
/// <param name="Channels">In the order of the file.</param>
/// <param name="Quiet">When nobody is.</param>
internal sealed record EnvironmentAlerts(IReadOnlyList<ConfiguredChannel> Channels, IReadOnlyList<QuietSpec> Quiet);
