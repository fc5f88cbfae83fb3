using System.Text.Json;
using Pipeline.Delivery.Builds;

namespace Pipeline.Distribution;

/// <summary>
/// The libraries of the toolkit as packages: one for who writes extensions, one for who writes builds, and one that stands in for
/// NUKE where a feed lacks it. Which assemblies and foreign packages each has follows from the references of the projects.
/// </summary>
/// <param name="root">Of the toolkit's clone.</param>
/// <param name="dotnet">Compiles.</param>
internal sealed class LibraryPackages(string root, DotnetCli dotnet)
{
    private const string Models = "Pipeline.Models";
    private const string Targets = "Pipeline.Targets";
    public const string Nuke = "Nuke.Common";

    /// <summary>The package that stands in for Nuke.Common.</summary>
    public const string NukeStandIn = "Pipeline.Nuke.Common";

    /// <summary>The assembly, its symbols and its documentation.</summary>
    private static readonly string[] Kinds = [".dll", ".pdb", ".xml"];

    private string Artifacts => Path.Combine(root, ".nuke", "temp", "pack");

    public async Task<IReadOnlyList<PackageContent>> MakeAsync(CancellationToken cancellationToken)
    {
        await dotnet.RunAsync(
            [
                "build", Path.Combine(root, "src", Targets, $"{Targets}.csproj"), "--configuration", "Release", "-nologo",
                "-property:RunAnalyzers=false", "-property:GenerateDocumentationFile=true", "-property:NoWarn=CS1573%3BCS1591",
                $"-property:ArtifactsPath={Artifacts}",
            ],
            cancellationToken);
        var path = Path.Combine(Artifacts, "obj", Targets, "project.assets.json");
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        var graph = new ProjectGraph(document.RootElement, Targets);
        var models = graph.Behind(Models);
        var nuke = graph.Has(Nuke) ? graph.Behind(Nuke) : [];
        var targets = graph.Behind(Targets).Except(models).Except(nuke).ToList();
        List<PackageContent> packages =
        [
            Make(
                Models,
                "What a team's own trainer, metric, flavor or expectation is written against, and what the server loads with it.",
                models, graph.Needs(models)),
            Make(
                Targets,
                "Machine-learning delivery as a build: targets that validate, train, judge, package, roll out and roll back.",
                targets, [new PackageNeed(Models, null), .. graph.Needs(targets).Where(need => need.Id != Nuke)]),
        ];
        if (nuke.Count > 0)
        {
            packages.Add(Make(
                NukeStandIn,
                "The types of Nuke.Common that Pipeline uses, in an assembly of that name, for feeds that lack the package.",
                nuke, graph.Needs(nuke)));
        }

        return packages;
    }

    private PackageContent Make(
        string id, string description, IReadOnlyCollection<string> projects, IReadOnlyList<PackageNeed> needs)
    {
        var output = Path.Combine(Artifacts, "bin", Targets, "release");
        var files = projects.Order(StringComparer.Ordinal)
            .SelectMany(project => Kinds.Select(kind => $"{project}{kind}"))
            .Where(name => File.Exists(Path.Combine(output, name)))
            .Select(name => PackageFile.Of($"lib/net10.0/{name}", Path.Combine(output, name)));
        var settings = Path.Combine(root, "src", id, $"{id}.Package.targets");
        if (File.Exists(settings))
            files = files.Append(PackageFile.Of($"buildTransitive/{id}.targets", settings));
        return new PackageContent(id, description, [.. files], needs);
    }

    /// <summary>Projects and packages as a restore found them.</summary>
    private sealed class ProjectGraph
    {
        private readonly Dictionary<string, (string Version, bool IsProject, IReadOnlyList<string> Needs)> _libraries = [];
        private readonly IReadOnlyCollection<string> _pinned;

        public ProjectGraph(JsonElement assets, string root)
        {
            var target = assets.GetProperty("targets").EnumerateObject().First().Value;
            foreach (var library in target.EnumerateObject())
            {
                var isProject = library.Value.GetProperty("type").GetString() == "project";
                _libraries[library.Name.Split('/')[0]] = (library.Name.Split('/')[1], isProject, NeedsIn(library.Value));
            }

            var project = assets.GetProperty("project");
            var framework = project.GetProperty("frameworks").EnumerateObject().First().Value;
            var restored = project.GetProperty("restore").GetProperty("frameworks").EnumerateObject().First();
            var projects = restored.Value.GetProperty("projectReferences").EnumerateObject()
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Name));
            _libraries[root] = ("", true, [.. NeedsIn(framework).Concat(projects).Distinct()]);
            _pinned = assets.TryGetProperty("centralTransitiveDependencyGroups", out var groups)
                ? [.. groups.EnumerateObject().SelectMany(group => group.Value.EnumerateObject()).Select(pin => pin.Name)]
                : [];
        }

        public bool Has(string name) => _libraries.TryGetValue(name, out var library) && library.IsProject;

        /// <summary>A project and the projects that it references, directly or not.</summary>
        public IReadOnlyList<string> Behind(string project)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            Add(project);
            return [.. found.Order(StringComparer.Ordinal)];

            void Add(string name)
            {
                if (!Has(name) || !found.Add(name))
                    return;
                foreach (var need in _libraries[name].Needs)
                    Add(need);
            }
        }

        /// <summary>
        /// The packages that projects reference. Those that they need through others are among them where this repository names
        /// a version: a feed's lowest would be another.
        /// </summary>
        public IReadOnlyList<PackageNeed> Needs(IReadOnlyCollection<string> projects)
        {
            var direct = projects.SelectMany(project => _libraries[project].Needs).Where(IsPackage).ToHashSet();
            var all = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in direct)
                Add(name);
            return
            [
                .. direct.Union(all.Intersect(_pinned)).Order(StringComparer.Ordinal)
                    .Select(name => new PackageNeed(name, _libraries[name].Version)),
            ];

            void Add(string name)
            {
                if (!IsPackage(name) || !all.Add(name))
                    return;
                foreach (var need in _libraries[name].Needs)
                    Add(need);
            }
        }

        private bool IsPackage(string name) => _libraries.TryGetValue(name, out var library) && !library.IsProject;

        private static IReadOnlyList<string> NeedsIn(JsonElement library) =>
            library.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(need => need.Name)] : [];
    }
}
