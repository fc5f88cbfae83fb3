using System.Globalization;
using System.Runtime.Serialization;
using System.Text.Json;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Docker.Containers;
using Pipeline.Environments;

namespace Pipeline.Docker.Swarm;

/// <summary>The services of an environment as they are created, confined as its containers are.</summary>
internal static class ServiceForms
{
    /// <summary>Where a server finds what it believes the gateway by.</summary>
    public const string SecretPath = $"/run/secrets/{SecretFile}";

    private const string SecretFile = "gateway";
    private const string User = "10001";
    private const uint OwnerReads = 0b100_000_000;
    private const uint AnybodysFolder = 0b1_111_111_111;
    private const long TemporaryBytes = 64 << 20;
    private const long Second = 1_000_000_000;

    /// <summary>A name for several addresses, and no address for several servers, which takes IP_VS in the kernel.</summary>
    private const string ByNames = "dnsrr";

    /// <param name="names">Of the environment.</param>
    /// <param name="image">By the engine's id, or by an image registry's digest: both say what is in it.</param>
    /// <param name="node">Which has the volume with the state.</param>
    /// <param name="port">At which each address of that node answers.</param>
    public static ServiceSpec Gateway(ContainerNames names, string image, SwarmNode node, int port)
    {
        var published = string.Create(CultureInfo.InvariantCulture, $"{node.Address}:{port}");
        var labels = names.Labels(ContainerNames.GatewayRole);
        var form = Confined(names.GatewayService, labels, image, new ResourceLimits { Pids = ContainerForms.GatewayPids }, node);
        form.Labels = new Dictionary<string, string>(labels)
        {
            [ContainerNames.Address] = published,
            [ContainerNames.Node] = node.Id,
        };
        var task = form.TaskTemplate;
        task.ContainerSpec.Args = ["contained", .. ContainerForms.Arguments(names), "--address", published];
        task.ContainerSpec.Healthcheck = Health(node, [ContainerForms.GatewayProgram, ServerWord]);
        task.ContainerSpec.Mounts.Add(ContainerForms.Volume(names.State, $"/{ContainerForms.StateFolder}"));
        task.Placement = new Placement { Constraints = [On(node)] };
        task.Networks = [new NetworkAttachmentConfig { Target = names.Overlay, Aliases = [names.Model.ToString()] }];
        form.EndpointSpec.Ports =
        [
            new PortConfig
            {
                Protocol = "tcp",
                TargetPort = ContainerNames.Port,
                PublishedPort = (uint)port,
                PublishMode = "host",
            },
        ];
        return form;
    }

    /// <param name="names">Of the environment.</param>
    /// <param name="revision">Whose servers it runs.</param>
    /// <param name="start">How.</param>
    /// <param name="secret">What the servers believe the gateway by.</param>
    /// <param name="place">Where they may run.</param>
    public static ServiceSpec Revision(
        ContainerNames names, Revision revision, RevisionStart start, SecretReference secret, ServerPlace place)
    {
        var replicas = start.Replicas ?? 1;
        var labels = ContainerForms.Labels(names, revision);
        var form = Confined(names.Service(revision.Number), labels, start.Image, start.Limits, place.Node);
        var task = form.TaskTemplate;
        task.ContainerSpec.Args =
            [.. ContainerForms.Arguments(names, revision, start), "--gateway-secret-file", SecretPath];
        task.ContainerSpec.Secrets = [secret];
        task.ContainerSpec.Healthcheck = Health(place.Node, [ContainerForms.ServerProgram, ServerWord]);
        task.ContainerSpec.Mounts.Add(ContainerForms.Volume(names.Predictions, ContainerForms.PredictionsFolder));
        task.Placement = place.IsAnywhere ? new Placement() : new Placement { Constraints = [On(place.Node)] };
        task.Networks = [new NetworkAttachmentConfig { Target = names.Overlay, Aliases = [names.Alias(revision.Number)] }];
        form.Mode.Replicated.Replicas = (ulong)replicas;
        form.UpdateConfig = form.RollbackConfig = OneAfterTheOther();
        form.Labels = new Dictionary<string, string>(labels)
        {
            [ContainerNames.Replicas] = replicas.ToString(CultureInfo.InvariantCulture),
            [ContainerNames.Form] = Digest.OfBytes(JsonSerializer.SerializeToUtf8Bytes(task)).Hex,
        };
        return form;
    }

    /// <summary>Its owner in the container alone can read it, and it is in memory there.</summary>
    public static SecretReference Secret(string id, string name) => new()
    {
        SecretID = id,
        SecretName = name,
        File = new SecretReferenceFileTarget { Name = SecretFile, UID = User, GID = User, Mode = OwnerReads },
    };

    private const string ServerWord = "health";

    private static string On(SwarmNode node) => $"node.id=={node.Id}";

    private static ServiceSpec Confined(
        string name, IDictionary<string, string> labels, string image, ResourceLimits limits, SwarmNode node) => new()
        {
            Name = name,
            Mode = new ServiceMode { Replicated = new ReplicatedService { Replicas = 1 } },
            EndpointSpec = new EndpointSpec { Mode = ByNames },
            TaskTemplate = new TaskSpec
            {
                ContainerSpec = new ContainerSpec
                {
                    Image = image,
                    Labels = labels,
                    ReadOnly = true,
                    CapabilityDrop = ["ALL"],
                    Privileges = new Confinement { NoNewPrivileges = node.LooksAtStarts },
                    StopGracePeriod = (long)ContainerForms.Grace.TotalSeconds * Second,
                    Mounts =
                    [
                        new Mount
                        {
                            Type = "tmpfs",
                            Target = "/tmp",
                            TmpfsOptions = new TmpfsOptions { SizeBytes = TemporaryBytes, Mode = AnybodysFolder },
                        },
                    ],
                },
                Resources = new ResourceRequirements
                {
                    Limits = new SwarmLimit
                    {
                        MemoryBytes = limits.Memory?.Bytes ?? 0,
                        NanoCPUs = (long)((limits.Cpus ?? 0) * Second),
                        Pids = limits.Pids,
                    },
                },
                RestartPolicy = new SwarmRestartPolicy { Condition = "any", Delay = Second / 2 },
                LogDriver = new SwarmDriver
                {
                    Name = "json-file",
                    Options = new Dictionary<string, string> { ["max-size"] = "8m", ["max-file"] = "2" },
                },
            },
        };

    /// <summary>A new server is there before an old one goes, and one that does not stay takes the update back.</summary>
    private static SwarmUpdateConfig OneAfterTheOther() => new()
    {
        Parallelism = 1,
        Delay = 2 * Second,
        Monitor = 5 * Second,
        FailureAction = "rollback",
        Order = "start-first",
    };

    /// <summary>Null where it would keep a server from its network for as long as it is between two looks.</summary>
    private static FirstHealth? Health(SwarmNode node, string[] command) => !node.LooksAtStarts ? null : new FirstHealth
    {
        Test = ["CMD", .. command],
        Interval = TimeSpan.FromSeconds(30),
        Timeout = TimeSpan.FromSeconds(10),
        StartPeriod = 60 * Second,
        StartInterval = Second,
        Retries = 3,
    };

    /// <summary>With what engines know since version 25.</summary>
    [DataContract]
    private sealed class FirstHealth : HealthConfig
    {
        [DataMember(Name = "StartInterval")]
        public long StartInterval { get; init; }
    }

    /// <inheritdoc cref="FirstHealth"/>
    [DataContract]
    private sealed class Confinement : Privileges
    {
        [DataMember(Name = "NoNewPrivileges")]
        public bool NoNewPrivileges { get; init; }
    }
}

/// <summary>Where the servers of a revision may run.</summary>
/// <param name="Node">The one that the deployer speaks with.</param>
/// <param name="IsAnywhere">On others too, which have to have the image from an image registry.</param>
internal sealed record ServerPlace(SwarmNode Node, bool IsAnywhere);
