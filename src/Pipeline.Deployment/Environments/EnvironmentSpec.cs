using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Deployment.Environments;

/// <summary>One environment of environments.yml: where a model runs, and how a new version gets there.</summary>
public sealed record EnvironmentSpec : IValidatedRecord
{
    private static readonly string[] OfOneServer = [ProcessEngine.EngineName, "docker", "auto"];

    [Description("What runs the servers: process, docker, swarm, or auto for Docker where one answers; a build adds others.")]
    public string Engine { get; init; } = ProcessEngine.EngineName;

    [Description("Where predictions are asked for; auto is a free port of this machine, chosen once and then kept.")]
    public GatewayAddress Address { get; init; } = GatewayAddress.Auto;

    [Description("What each server may use; for engines that can hold it to that.")]
    public ResourceLimits? Limits { get; init; }

    [Description("How many servers each revision has, spread over the nodes of a Swarm.")]
    [Range(1, 100)]
    public int Replicas { get; init; } = 1;

    [Description("Where an image registry keeps images for the nodes of a Swarm, without the model's name.")]
    [RegularExpression(@"[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*")]
    [Length(1, 150)]
    public string? Repository { get; init; }

    [Description("What must be true of other environments first.")]
    public IReadOnlyList<RequirementSpec> Requires { get; init; } = [];

    [Description("What changes are authorised with.")]
    public SecretReference? AdminToken { get; init; }

    [Description("How traffic moves to a new version.")]
    public required StrategySpec Strategy { get; init; }

    [Description("What a new version must keep to while it shares the traffic.")]
    public IReadOnlyList<AnalysisSpec> Analysis { get; init; } = [];

    /// <summary>The section of environments.yml that holds all environments by name.</summary>
    public static ManifestSection Section { get; } =
        ManifestSection.Required<IReadOnlyDictionary<string, EnvironmentSpec>>("environments");

    public IEnumerable<Finding> Validate()
    {
        if (Limits is not null && Engine == ProcessEngine.EngineName)
        {
            yield return new Finding(
                nameof(Limits), "processes are held to no limits.", "Leave them out, or take the engine docker.");
        }

        if (Replicas > 1 && OfOneServer.Contains(Engine))
        {
            yield return new Finding(
                nameof(Replicas),
                $"the engine {Engine} runs one server for each revision.",
                "Leave it out, or take the engine swarm.");
        }

        if (AdminToken is not null)
            yield return new Finding(nameof(AdminToken), "the gateway makes its own; none can be given yet.", "Leave it out.");
        var steps = Strategy.ToSteps();
        if (Analysis.Count == 0 && steps.Any(x => x is StepSpec.Analyze))
            yield return new Finding(nameof(Analysis), "the strategy analyses, and there is no criterion to hold it against.");
        foreach (var (index, spec) in Analysis.Index())
        {
            if (spec.Criterion is Criterion.NoWorseThan && AnalysesAlone(steps))
                yield return Wrong(
                    index, "the stable revision answers nothing while the new one answers everything.", "Write at-most.");
            if (spec.Metric == StandardAnalyses.Disagreement && !steps.Any(x => x is StepSpec.Mirror { Share: > 0 }))
                yield return Wrong(index, "no requests are copied to the new revision.", "Set a mirror first.");
        }
    }

    /// <summary>Whether an analysis has to do without any request to the stable revision.</summary>
    private static bool AnalysesAlone(IReadOnlyList<StepSpec> steps)
    {
        var weight = 0;
        foreach (var step in steps)
        {
            if (step is StepSpec.Analyze && weight == 100)
                return true;
            weight = step is StepSpec.SetWeight { Weight: var next } ? next : weight;
        }

        return false;
    }

    private static Finding Wrong(int item, string message, string hint) => new(nameof(Analysis), message, hint) { Item = item };
}

/// <summary>What one server may use of its machine.</summary>
public sealed record ResourceLimits : IValidatedRecord
{
    private const long Mebi = 1 << 20;

    private static readonly ByteSize Least = new(64 * Mebi);
    private static readonly ByteSize Most = new(16L * Mebi * Mebi);

    [Description("Memory, without swap, 64MiB to 16TiB; a server that takes more is ended. Unless said, all that there is.")]
    public ByteSize? Memory { get; init; }

    [Description("Processors, as 1.5. Unless said, all that there are.")]
    [Range(0.05, 1024.0)]
    public double? Cpus { get; init; }

    [Description("Processes and threads.")]
    [Range(64, 1_000_000)]
    public int Pids { get; init; } = 1024;

    public IEnumerable<Finding> Validate()
    {
        if (Memory is { } memory && (memory.Bytes < Least.Bytes || memory.Bytes > Most.Bytes))
            yield return new Finding(nameof(Memory), $"{memory} is not between 64MiB and 16TiB.");
    }
}

/// <summary>
/// Another environment must have answered with the very image that is to be deployed, without an end of its server, for some
/// time.
/// </summary>
/// <param name="Healthy">One that stands earlier in the file.</param>
/// <param name="For">How long.</param>
public sealed record RequirementSpec(
    string Healthy, [property: Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")] TimeSpan For);

/// <summary>Where an environment listens.</summary>
[Description("auto, or an address and a port as \"127.0.0.1:8081\",")]
public sealed record GatewayAddress : IParsable<GatewayAddress>
{
    private const string Word = "auto";

    private GatewayAddress(IPEndPoint? endPoint) => EndPoint = endPoint;

    /// <summary>A free port of the loopback, chosen at the first deployment and kept by the environment.</summary>
    public static GatewayAddress Auto { get; } = new(endPoint: null);

    /// <summary>Null for <see cref="Auto"/>.</summary>
    public IPEndPoint? EndPoint { get; }

    /// <exception cref="FormatException">The text is not such an address.</exception>
    public static GatewayAddress Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var address)
        ? address
        : throw new FormatException($"'{s}' is not an address; auto and 127.0.0.1:8081 are.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out GatewayAddress result)
    {
        var isEndPoint = IPEndPoint.TryParse(s ?? "", out var endPoint) && endPoint.Port > 0;
        result = s == Word ? Auto : isEndPoint ? new GatewayAddress(endPoint) : null;
        return result is not null;
    }

    public override string ToString() => EndPoint?.ToString() ?? Word;
}

/// <summary>Which environment of which model, and where on this machine it keeps itself.</summary>
/// <param name="Home">Usually <see cref="EnvironmentFolder.DefaultHome"/>.</param>
/// <param name="Project">As in environments.yml.</param>
/// <param name="Environment">Its key in environments.yml.</param>
/// <param name="Model">Whose predictions it serves.</param>
public sealed record EnvironmentSite(string Home, string Project, string Environment, ModelName Model)
{
    public EnvironmentFolder Folder { get; } = EnvironmentFolder.Of(Home, Project, Environment, Model);

    /// <summary>"production of loan-default".</summary>
    public string Title => $"{Environment} of {Model}";
}
