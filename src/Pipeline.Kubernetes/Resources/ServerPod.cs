using System.Globalization;
using k8s.Models;

namespace Pipeline.Kubernetes.Resources;

/// <summary>The pod of a release's server, and what it is found by.</summary>
internal sealed class ServerPod(ReleasedModel release, string name)
{
    public const string PortName = "http";

    private const string Temporary = "temporary";

    /// <summary>For as long as other nodes may still send requests to a server that is told to stop.</summary>
    private const int WithdrawnSeconds = 5;

    /// <summary>What a version of the release can never change.</summary>
    public IDictionary<string, string> Selector => new Dictionary<string, string>
    {
        ["app.kubernetes.io/name"] = $"{release.Model}",
        ["app.kubernetes.io/instance"] = name,
    };

    public IDictionary<string, string> EnvironmentLabels => new Dictionary<string, string>
    {
        ["app.kubernetes.io/part-of"] = KubernetesName.Value(release.Project),
        ["app.kubernetes.io/managed-by"] = "pipeline",
        ["pipeline/project"] = KubernetesName.Value(release.Project),
        ["pipeline/environment"] = KubernetesName.Value(release.Environment),
    };

    public IDictionary<string, string> Labels => new Dictionary<string, string>(EnvironmentLabels.Concat(Selector))
    {
        ["app.kubernetes.io/component"] = "server",
        ["app.kubernetes.io/version"] = $"{release.Version}",
        ["pipeline/model"] = $"{release.Model}",
        ["pipeline/version"] = $"{release.Version}",
        ["pipeline/digest"] = release.Image.Value.Brief,
    };

    /// <summary>What is too long for a label, or may be no value of one.</summary>
    public IDictionary<string, string> Annotations => new Dictionary<string, string>
    {
        ["pipeline/project"] = release.Project,
        ["pipeline/environment"] = release.Environment,
        ["pipeline/digest"] = $"{release.Image}",
    };

    /// <summary>As the "restricted" standard of pod security asks for, and with a root that cannot be written.</summary>
    public V1PodSpec Spec(string container) => new()
    {
        ServiceAccountName = name,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        TerminationGracePeriodSeconds = WithdrawnSeconds + ReleasedModel.DrainSeconds + 5,
        SecurityContext = new V1PodSecurityContext
        {
            RunAsNonRoot = true,
            RunAsUser = ServerContract.User,
            RunAsGroup = ServerContract.User,
            SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        },
        TopologySpreadConstraints = [Spread("kubernetes.io/hostname"), Spread("topology.kubernetes.io/zone")],
        Containers = [Container(container)],
        Volumes =
        [
            new V1Volume
            {
                Name = Temporary,
                EmptyDir = new V1EmptyDirVolumeSource
                {
                    SizeLimit = new ResourceQuantity(Invariant($"{ServerContract.TemporaryMebibytes}Mi")),
                },
            },
        ],
    };

    private V1Container Container(string container) => new()
    {
        Name = container,
        Image = release.Reference,
        ImagePullPolicy = "IfNotPresent",
        Env = [.. release.Variables.Select(x => new V1EnvVar { Name = x.Key, Value = Literal(x.Value) })],
        Ports = [new V1ContainerPort { Name = PortName, ContainerPort = ServerContract.Port, Protocol = "TCP" }],
        Resources = Resources(),
        SecurityContext = new V1SecurityContext
        {
            AllowPrivilegeEscalation = false,
            Privileged = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new V1Capabilities { Drop = ["ALL"] },
        },
        StartupProbe = Probe(ServerContract.Ready, period: 2, failures: 60),
        ReadinessProbe = Probe(ServerContract.Ready, period: 5, failures: 2),
        LivenessProbe = Probe(ServerContract.Live, period: 10, failures: 3),
        Lifecycle = new V1Lifecycle
        {
            PreStop = new V1LifecycleHandler { Sleep = new V1SleepAction { Seconds = WithdrawnSeconds } },
        },
        VolumeMounts = [new V1VolumeMount { Name = Temporary, MountPath = ServerContract.TemporaryFolder }],
    };

    /// <summary>What may be used is set aside: such pods are the last that a node short of memory ends.</summary>
    private V1ResourceRequirements Resources()
    {
        Dictionary<string, ResourceQuantity> quantities = new()
        {
            ["cpu"] = new ResourceQuantity(Invariant($"{Math.Ceiling(release.Limits.Cpus * 1000)}m")),
            ["memory"] = new ResourceQuantity(release.Limits.Memory.Bytes is var bytes && bytes % (1 << 20) == 0
                ? Invariant($"{bytes >> 20}Mi")
                : Invariant($"{bytes}")),
        };
        return new V1ResourceRequirements { Limits = quantities, Requests = quantities };
    }

    private static V1Probe Probe(string path, int period, int failures) => new()
    {
        HttpGet = new V1HTTPGetAction { Path = path, Port = PortName, Scheme = "HTTP" },
        PeriodSeconds = period,
        TimeoutSeconds = 2,
        FailureThreshold = failures,
    };

    private V1TopologySpreadConstraint Spread(string key) => new()
    {
        MaxSkew = 1,
        TopologyKey = key,
        WhenUnsatisfiable = "ScheduleAnyway",
        LabelSelector = new V1LabelSelector { MatchLabels = Selector },
    };

    /// <summary>Clusters put variables in the place of "$(NAME)", but for "$$(NAME)".</summary>
    private static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
