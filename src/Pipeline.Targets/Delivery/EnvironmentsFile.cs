using Pipeline.Core.Environments;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Environments;
using Pipeline.Manifest;

namespace Pipeline.Targets.Delivery;

/// <summary>The environments of a repository, in the order in which a release passes through them.</summary>
internal sealed class EnvironmentsFile
{
    private const string FileName = "environments.yml";

    private readonly IReadOnlyDictionary<string, EnvironmentSpec> _specs;

    private EnvironmentsFile(string project, IReadOnlyDictionary<string, EnvironmentSpec> specs) =>
        (Project, _specs) = (project, specs);

    public string Project { get; }

    /// <summary>In the order of the file; the last is the one whose stable version is the champion.</summary>
    public IReadOnlyList<string> Names => [.. _specs.Keys];

    /// <summary>Whether a repository says where its models run; until then they can be made, and not deployed.</summary>
    public static bool Exists(string root) => File.Exists(Path.Combine(root, FileName));

    public static async Task<EnvironmentsFile> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path))
            throw new InvalidInputException([new Problem($"There is no '{FileName}' in '{root}'; it says where models run.")]);
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var manifest = ManifestReader.Read(text, FileName, ManifestSchema.Environments(EnvironmentSpec.Section)).OrThrow();
        return new EnvironmentsFile(
            manifest.Frame.Project, manifest.Get<IReadOnlyDictionary<string, EnvironmentSpec>>());
    }

    public EnvironmentSpec Spec(string name) => _specs[name];

    /// <summary>The one given, or all of them.</summary>
    public IReadOnlyList<string> Select(string? given)
    {
        if (given is null)
            return Names;
        return _specs.ContainsKey(given)
            ? [given]
            : throw new InvalidInputException(
                [new Problem($"There is no environment '{given}' in '{FileName}'.", NearestNames.Hint(given, Names.ToList()))]);
    }

    public EnvironmentSite Site(string name, ModelName model) =>
        new(EnvironmentFolder.DefaultHome(Environment.GetEnvironmentVariable), Project, name, model);
}
