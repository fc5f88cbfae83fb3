using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// What an environment's things are called on an engine. Names of projects, environments and models have no points, so that no
/// two environments share a name.
/// </summary>
internal sealed record ContainerNames(string Project, string Environment, ModelName Model)
{
    /// <summary>Where server and gateway listen in their containers.</summary>
    public const int Port = 8080;

    public const string Role = "pipeline.role";
    public const string GatewayRole = "gateway";
    public const string RevisionRole = "revision";
    public const string Number = "pipeline.revision";
    public const string Digest = "pipeline.digest";
    public const string Address = "pipeline.address";
    public const string Node = "pipeline.node";
    public const string Replicas = "pipeline.replicas";
    public const string Form = "pipeline.form";

    private const int FirstPort = 20_000;
    private const int Ports = 10_000;
    private const int LongestService = 63;
    private const int HashDigits = 12;

    public static ContainerNames Of(EnvironmentSite site) => new(site.Project, site.Environment, site.Model);

    /// <summary>One for all models of the environment, so that they can ask each other.</summary>
    public string Network => $"pipeline.{Project}.{Environment}";

    public string State => $"{Network}.{Model}";

    public string Predictions => $"{State}.predictions";

    public string Gateway => $"{State}.gateway";

    public string Revision(int number) => string.Create(CultureInfo.InvariantCulture, $"{State}.{number}");

    /// <summary>The same as a Swarm can name it.</summary>
    public string Overlay => Short($"{Project}_{Environment}");

    public string GatewayService => OfModel("gateway");

    /// <summary>What notes in a Swarm which node has the state.</summary>
    public string StateNote => OfModel("state");

    public string Service(int number) => OfModel(string.Create(CultureInfo.InvariantCulture, $"{number}"));

    public string SecretName(Digest secret) => OfModel($"secret_{secret.Hex[..HashDigits]}");

    /// <summary>By which the gateway finds a revision on the network, "{revision}" standing for its number.</summary>
    public string AliasForm => $"revision-{EnvironmentChange.Register.Number}.{Model}";

    public string Alias(int number) =>
        AliasForm.Replace(EnvironmentChange.Register.Number, $"{number}", StringComparison.Ordinal);

    /// <summary>What everything of the environment carries; none of it ever changes.</summary>
    public Dictionary<string, string> Labels(string? role = null)
    {
        var labels = new Dictionary<string, string>
        {
            ["pipeline.project"] = Project,
            ["pipeline.environment"] = Environment,
            ["pipeline.model"] = Model.ToString(),
        };
        if (role is not null)
            labels[Role] = role;
        return labels;
    }

    /// <summary>The same as an engine's API asks for it.</summary>
    public Dictionary<string, IDictionary<string, bool>> Filter(string? role = null) => new()
    {
        ["label"] = Labels(role).ToDictionary(x => $"{x.Key}={x.Value}", _ => true),
    };

    /// <summary>
    /// The ports that an address may have that nobody chose, in the order in which they are tried: the same for an environment on
    /// any engine, and below those that systems hand out by themselves.
    /// </summary>
    public IEnumerable<int> PortsToTry(int count)
    {
        var hash = Core.Identity.Digest.OfText(State).Hex;
        var first = int.Parse(hash.AsSpan(0, 7), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return Enumerable.Range(0, count).Select(x => FirstPort + (first + x) % Ports);
    }

    /// <summary>An image's name on an engine: its digest is in it, because each store of images makes ids of its own.</summary>
    public static string ImageName(string repository, ImageDigest image) => $"pipeline/{repository}:{image.Value.Hex}";

    private string OfModel(string part) => Short($"{Project}_{Environment}_{Model}_{part}");

    /// <summary>
    /// What a Swarm names has no points and at most 63 characters. A longer name begins alike and ends with a hash: what it
    /// stands for is in labels.
    /// </summary>
    private static string Short(string name) => name.Length <= LongestService
        ? name
        : $"{name[..(LongestService - HashDigits - 1)].TrimEnd('_', '-')}_{Core.Identity.Digest.OfText(name).Hex[..HashDigits]}";
}
