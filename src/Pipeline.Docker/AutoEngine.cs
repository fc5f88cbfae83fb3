using System.Collections.Concurrent;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker;

/// <summary>
/// Docker where an engine answers, else another: for a new environment. One that is there already stays where it is, whatever
/// answers by then.
/// </summary>
/// <param name="docker">The first choice.</param>
/// <param name="otherwise">Where no engine of Docker answers.</param>
public sealed class AutoEngine(DockerEngine docker, IEngine otherwise) : IEngine
{
    public const string EngineName = "auto";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>An environment is opened for each question, and the choice is said once.</summary>
    private readonly ConcurrentDictionary<string, bool> _told = new();

    public string Name => EngineName;

    public IEngineSite Open(EnvironmentSite site, EngineSupplies supplies)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(supplies);
        var (engine, because) = Choose(site);
        if (because is not null && _told.TryAdd(site.Title, true))
        {
            supplies.Progress?.Report(
                new StepEvent.Noted("choosing an engine", $"{site.Title} runs on {engine.Name}: {because}."));
        }

        return engine.Open(site, supplies);
    }

    /// <returns>The engine, and why; null where there is nothing to choose any more.</returns>
    private (IEngine Engine, string? Because) Choose(EnvironmentSite site)
    {
        if (EngineNote.Find(site.Folder) is { } noted)
            return (noted == docker.Name ? docker : otherwise, null);
        if (File.Exists(site.Folder.Document))
            return (otherwise, null);
        var host = docker.FindHost();
        if (!host.TryGet(out var found))
            return (otherwise, host.Problems[0].Message.TrimEnd('.'));
        return found.Accepts(Longest)
            ? (docker, $"an engine answers at {found}")
            : (otherwise, $"no Docker engine answers at {found}");
    }
}
