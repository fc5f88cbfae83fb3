using System.ComponentModel;
using Pipeline.Deployment.Analysis;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Strategies;
using Pipeline.Manifest.Records;
using Pipeline.Manifest;

namespace Pipeline.Deployment.Environments;

/// <summary>One environment of environments.yml: where a model runs, and how a new version gets there.</summary>
public sealed record EnvironmentSpec : IValidatedRecord
{
    [Description("What runs the servers, by its name: process, unless the build adds others.")]
    public string Engine { get; init; } = ProcessEngine.EngineName;

    [Description("Where predictions are asked for; auto is a free port of this machine, chosen once and then kept.")]
    public GatewayAddress Address { get; init; } = GatewayAddress.Auto;

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
        if (Requires.Count > 0)
            yield return new Finding(nameof(Requires), "requirements cannot be checked yet.", "Leave them out.");
        if (AdminToken is not null)
            yield return new Finding(nameof(AdminToken), "the gateway makes its own; none can be given yet.", "Leave it out.");
        if (Strategy is StrategySpec.Canary canary && Analysis.Count == 0 && canary.Steps.Any(x => x is StepSpec.Analyze))
            yield return new Finding(nameof(Analysis), "the strategy analyses, and there is no criterion to hold it against.");
    }
}

/// <summary>Another environment must have been healthy for some time.</summary>
public sealed record RequirementSpec(string Healthy, TimeSpan For);
