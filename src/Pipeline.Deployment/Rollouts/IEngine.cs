using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Processes;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

/// <summary>What runs images, by the name that environments.yml gives it; it never builds one.</summary>
public interface IEngine
{
    /// <summary>Lower case, as "process".</summary>
    string Name { get; }

    /// <summary>The engine in one environment.</summary>
    /// <param name="folder">The environment's own.</param>
    /// <param name="images">For an engine that runs them from files.</param>
    IEngineSite Open(EnvironmentFolder folder, IImageFolders images);
}

/// <summary>What an engine does before the gateway of an environment runs a revision on it.</summary>
public interface IEngineSite
{
    /// <summary>Makes the image ready to run here, and says how the environment starts it, or where it runs.</summary>
    Task<EnvironmentChange.Register> PrepareAsync(ImageDigest image, CancellationToken cancellationToken);

    /// <summary>Why a revision that ended cannot be started again, as "its image is no longer here"; null when it can.</summary>
    string? GoneBecause(Revision revision);
}

/// <summary>The engines that a delivery knows.</summary>
public sealed class EngineCatalog(params IEnumerable<IEngine> engines)
{
    private readonly SortedDictionary<string, IEngine> _byName =
        new(engines.ToDictionary(engine => engine.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    /// <summary>The engine of a name; an unknown name is a problem that says which one is near, and which are known.</summary>
    public Validated<IEngine> Find(string name, SourceLocation? location = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_byName.TryGetValue(name, out var engine))
            return Validated.Valid(engine);
        var known = $"Known engines: {string.Join(", ", Names)}.";
        var hint = NearestNames.Question(name, Names) is { } question ? $"{question} {known}" : known;
        return Validated.Invalid<IEngine>((location ?? new SourceLocation("")).Problem($"There is no engine '{name}'.", hint));
    }
}
