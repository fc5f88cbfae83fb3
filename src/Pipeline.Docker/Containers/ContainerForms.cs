using System.Globalization;
using System.Net;
using Docker.DotNet.Models;
using Pipeline.Deployment.Environments;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>
/// The containers of an environment as they are created: no root, no capabilities, nothing to write to but its volume and a small
/// folder in memory, and within limits.
/// </summary>
internal static class ContainerForms
{
    /// <summary>Where the gateway keeps the environment, in its container and in its image.</summary>
    public const string StateFolder = "state";

    public const string GatewayProgram = "/app/Pipeline.Gateway";

    public const string PredictionsFolder = "/predictions";
    public const string ServerProgram = "/app/Pipeline.Serving";
    public const int GatewayPids = 1024;
    private const long Billion = 1_000_000_000;

    /// <summary>For the last answers of a server that is asked to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private static readonly string PortName = $"{ContainerNames.Port}/tcp";

    /// <param name="names">Of the environment.</param>
    /// <param name="image">By the engine's name.</param>
    /// <param name="published">Where its port is published on the engine's machine.</param>
    public static CreateContainerParameters Gateway(ContainerNames names, string image, IPEndPoint published)
    {
        var form = Confined(names.Gateway, image, GatewayPids);
        form.Labels = names.Labels(ContainerNames.GatewayRole);
        form.Labels[ContainerNames.Address] = published.ToString();
        form.Cmd = ["contained", .. Arguments(names), "--address", published.ToString()];
        form.Healthcheck = Health([GatewayProgram, "health"]);
        form.ExposedPorts = new Dictionary<string, EmptyStruct> { [PortName] = default };
        form.HostConfig.PortBindings = new Dictionary<string, IList<PortBinding>>
        {
            [PortName] =
            [
                new PortBinding
                {
                    HostIP = published.Address.ToString(),
                    HostPort = published.Port.ToString(CultureInfo.InvariantCulture),
                },
            ],
        };
        form.HostConfig.Mounts = [Volume(names.State, $"/{StateFolder}")];
        Join(form, names, names.Model.ToString());
        return form;
    }

    /// <summary>Takes an environment down whose gateway does not run, and ends.</summary>
    public static CreateContainerParameters TakeDown(ContainerNames names, string image)
    {
        var form = Confined(null, image, GatewayPids);
        form.Labels = names.Labels();
        form.Cmd = ["take-down", .. Arguments(names)];
        form.HostConfig.NetworkMode = "none";
        form.HostConfig.RestartPolicy = Restarts(isToRun: false);
        form.HostConfig.Mounts = [Volume(names.State, $"/{StateFolder}")];
        return form;
    }

    /// <param name="names">Of the environment.</param>
    /// <param name="revision">Whose server it runs.</param>
    /// <param name="start">How.</param>
    public static CreateContainerParameters Revision(ContainerNames names, Revision revision, RevisionStart start)
    {
        var form = Confined(names.Revision(revision.Number), start.Image, start.Limits.Pids);
        form.Labels = Labels(names, revision);
        form.Cmd = [.. Arguments(names, revision, start)];
        form.Env = [$"{ServerLaunch.SecretVariable}={start.Secret}"];
        form.Healthcheck = Health([ServerProgram, "health"]);
        form.HostConfig.Memory = form.HostConfig.MemorySwap = start.Limits.Memory?.Bytes ?? 0;
        form.HostConfig.NanoCPUs = (long)((start.Limits.Cpus ?? 0) * Billion);
        form.HostConfig.Mounts = [Volume(names.Predictions, PredictionsFolder)];
        Join(form, names, names.Alias(revision.Number));
        return form;
    }

    /// <summary>What is true of a revision for as long as there is one.</summary>
    public static Dictionary<string, string> Labels(ContainerNames names, Revision revision)
    {
        var labels = names.Labels(ContainerNames.RevisionRole);
        labels[ContainerNames.Number] = revision.Number.ToString(CultureInfo.InvariantCulture);
        labels[ContainerNames.Digest] = revision.Image.ToString();
        if (revision.Version is { } version)
            labels["pipeline.version"] = version.ToString();
        return labels;
    }

    /// <summary>Of a server.</summary>
    public static IEnumerable<string> Arguments(ContainerNames names, Revision revision, RevisionStart start) =>
    [
        "--name", names.Model.ToString(),
        .. revision.Version is { } known ? new[] { "--version", known.ToString() } : [],
        "--environment", names.Environment,
        "--revision", revision.Number.ToString(CultureInfo.InvariantCulture),
        "--log", PredictionsFolder,
        .. start.Arguments,
    ];

    /// <summary>Of a gateway.</summary>
    public static IEnumerable<string> Arguments(ContainerNames names) =>
    [
        "--folder", $"/{StateFolder}", "--project", names.Project, "--environment", names.Environment,
        "--model", names.Model.ToString(),
    ];

    /// <summary>
    /// What is to run is started again, until it is stopped by us. Not "unless-stopped": an engine that was killed takes what it
    /// then ends itself, when it is started again, for stopped by somebody.
    /// </summary>
    public static RestartPolicy Restarts(bool isToRun) =>
        new() { Name = isToRun ? RestartPolicyKind.Always : RestartPolicyKind.No };

    /// <summary>The user is the image's own, which is not root.</summary>
    private static CreateContainerParameters Confined(string? name, string image, int pids) => new()
    {
        Name = name,
        Image = image,
        StopTimeout = Grace,
        HostConfig = new HostConfig
        {
            RestartPolicy = Restarts(isToRun: true),
            ReadonlyRootfs = true,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            PidsLimit = pids,
            Tmpfs = new Dictionary<string, string> { ["/tmp"] = "rw,noexec,nosuid,nodev,size=64m,mode=1777" },
            LogConfig = new LogConfig
            {
                Type = "json-file",
                Config = new Dictionary<string, string> { ["max-size"] = "8m", ["max-file"] = "2" },
            },
        },
    };

    public static Mount Volume(string name, string target) => new() { Type = "volume", Source = name, Target = target };

    private static void Join(CreateContainerParameters form, ContainerNames names, string alias)
    {
        form.HostConfig.NetworkMode = names.Network;
        form.NetworkingConfig = new NetworkingConfig
        {
            EndpointsConfig = new Dictionary<string, EndpointSettings>
            {
                [names.Network] = new() { Aliases = [alias] },
            },
        };
    }

    /// <summary>A program is started for each look, so there are few of them: it is people who look at the outcome.</summary>
    private static HealthConfig Health(string[] command) => new()
    {
        Test = ["CMD", .. command],
        Interval = TimeSpan.FromSeconds(30),
        Timeout = TimeSpan.FromSeconds(10),
        StartPeriod = 30 * Billion,
        Retries = 3,
    };
}

/// <summary>What the server of a revision is started with.</summary>
/// <param name="Image">By the engine's name.</param>
/// <param name="Secret">What it believes the gateway by.</param>
/// <param name="Arguments">Beside those that follow from the revision.</param>
/// <param name="Limits">What it may use.</param>
internal sealed record RevisionStart(string Image, string Secret, IReadOnlyList<string> Arguments, ResourceLimits Limits)
{
    /// <summary>How many servers; null is as many as there are.</summary>
    public int? Replicas { get; init; }
}
