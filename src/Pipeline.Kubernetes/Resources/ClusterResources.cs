using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Pipeline.Kubernetes.Text;

namespace Pipeline.Kubernetes.Resources;

/// <summary>A release as objects of a cluster: its servers, how they are reached, and what they may do.</summary>
internal sealed class ClusterResources
{
    private const string Apps = "apps/v1";

    /// <summary>KServe's own names have "-predictor" behind it.</summary>
    private const int LongestName = 53;

    private readonly ReleasedModel _release;
    private readonly ServerPod _pod;

    public ClusterResources(ReleasedModel release)
    {
        _release = release;
        var manifests = release.Manifests;
        var isOwn = manifests.Namespace is null;
        Namespace = manifests.Namespace ?? KubernetesName.Of(KubernetesName.Longest, release.Project, release.Environment);
        Name = isOwn
            ? KubernetesName.Of(LongestName, $"{release.Model}")
            : KubernetesName.Of(LongestName, $"{release.Model}", release.Environment, release.Project);
        _pod = new ServerPod(release, Name);
    }

    /// <summary>The environment's own, unless environments.yml names one; then names say the environment too.</summary>
    public string Namespace { get; }

    public string Name { get; }

    public IEnumerable<string> LeftOut()
    {
        if (_release.Spec.Address.EndPoint is { } address)
            yield return $"the address {address}: the Service '{Name}' answers in the cluster, at port 80";
        yield return "the limit of processes and threads: a cluster has one for all pods of a node";
        yield return "the prediction log: a pod's files go with it";
    }

    /// <summary>By a Deployment.</summary>
    public IEnumerable<JsonNode> Deployed() =>
    [
        .. Surroundings(),
        Document(Deployment()),
        Document(Service()),
        .. IsScaled ? [Document(Autoscaler())] : Array.Empty<JsonNode>(),
    ];

    /// <summary>What a release has whatever starts its servers.</summary>
    public IEnumerable<JsonNode> Surroundings()
    {
        if (_release.Manifests.Namespace is null)
            yield return Document(OwnNamespace());
        yield return Document(new V1ServiceAccount
        {
            ApiVersion = "v1",
            Kind = V1ServiceAccount.KubeKind,
            Metadata = Meta(),
            AutomountServiceAccountToken = false,
        });
        yield return Document(NetworkPolicy());
        yield return Document(DisruptionBudget());
    }

    public V1ObjectMeta Meta() => new()
    {
        Name = Name,
        NamespaceProperty = Namespace,
        Labels = _pod.Labels,
        Annotations = _pod.Annotations,
    };

    public V1PodSpec PodSpec(string container) => _pod.Spec(container);

    public IDictionary<string, string> Labels => _pod.Labels;

    public IDictionary<string, string> Annotations => _pod.Annotations;

    private bool IsScaled => _release.Manifests.Replicas.AtLeast < _release.Manifests.Replicas.AtMost;

    /// <summary>The old servers answer until new ones are ready.</summary>
    public static V1DeploymentStrategy Rolling { get; } = new()
    {
        Type = "RollingUpdate",
        RollingUpdate = new V1RollingUpdateDeployment { MaxSurge = 1, MaxUnavailable = 0 },
    };

    public static JsonNode Document(object resource) =>
        ManifestYaml.Sort(JsonNode.Parse(KubernetesJson.Serialize(resource)))!;

    private V1Namespace OwnNamespace() => new()
    {
        ApiVersion = "v1",
        Kind = V1Namespace.KubeKind,
        Metadata = new V1ObjectMeta
        {
            Name = Namespace,
            Labels = new Dictionary<string, string>(_pod.EnvironmentLabels)
            {
                // What the cluster itself refuses here is what these manifests never ask for.
                ["pod-security.kubernetes.io/enforce"] = "restricted",
            },
        },
    };

    private V1Deployment Deployment() => new()
    {
        ApiVersion = Apps,
        Kind = V1Deployment.KubeKind,
        Metadata = Meta(),
        Spec = new V1DeploymentSpec
        {
            // An autoscaler's number would be undone by every apply.
            Replicas = IsScaled ? null : _release.Manifests.Replicas.AtLeast,
            RevisionHistoryLimit = 10,
            ProgressDeadlineSeconds = 600,
            Selector = new V1LabelSelector { MatchLabels = _pod.Selector },
            Strategy = Rolling,
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = _pod.Labels, Annotations = _pod.Annotations },
                Spec = _pod.Spec("server"),
            },
        },
    };

    private V1Service Service() => new()
    {
        ApiVersion = "v1",
        Kind = V1Service.KubeKind,
        Metadata = Meta(),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            Selector = _pod.Selector,
            Ports =
            [
                new V1ServicePort
                {
                    Name = ServerPod.PortName,
                    Port = 80,
                    TargetPort = ServerPod.PortName,
                    Protocol = "TCP",
                    AppProtocol = "http",
                },
            ],
        },
    };

    private V2HorizontalPodAutoscaler Autoscaler() => new()
    {
        ApiVersion = "autoscaling/v2",
        Kind = V2HorizontalPodAutoscaler.KubeKind,
        Metadata = Meta(),
        Spec = new V2HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = Apps, Kind = V1Deployment.KubeKind, Name = Name },
            MinReplicas = _release.Manifests.Replicas.AtLeast,
            MaxReplicas = _release.Manifests.Replicas.AtMost,
            Metrics =
            [
                new V2MetricSpec
                {
                    Type = "Resource",
                    Resource = new V2ResourceMetricSource
                    {
                        Name = "cpu",
                        Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = _release.Manifests.CpuTarget },
                    },
                },
            ],
        },
    };

    private V1PodDisruptionBudget DisruptionBudget() => new()
    {
        ApiVersion = "policy/v1",
        Kind = V1PodDisruptionBudget.KubeKind,
        Metadata = Meta(),
        Spec = new V1PodDisruptionBudgetSpec
        {
            // A minimum of servers would keep the only one there is on its node for ever.
            MaxUnavailable = 1,
            Selector = new V1LabelSelector { MatchLabels = _pod.Selector },
        },
    };

    /// <summary>A server calls nobody, and only the namespaces that are named may call it.</summary>
    private V1NetworkPolicy NetworkPolicy() => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = V1NetworkPolicy.KubeKind,
        Metadata = Meta(),
        Spec = new V1NetworkPolicySpec
        {
            PodSelector = new V1LabelSelector { MatchLabels = _pod.Selector },
            PolicyTypes = ["Ingress", "Egress"],
            Ingress =
            [
                new V1NetworkPolicyIngressRule
                {
                    FromProperty =
                    [
                        new V1NetworkPolicyPeer { PodSelector = new V1LabelSelector() },
                        .. _release.Manifests.Callers.Select(caller => new V1NetworkPolicyPeer
                        {
                            NamespaceSelector = new V1LabelSelector
                            {
                                MatchLabels = new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = caller },
                            },
                        }),
                    ],
                    Ports = [new V1NetworkPolicyPort { Port = ServerPod.PortName, Protocol = "TCP" }],
                },
            ],
            Egress = [],
        },
    };
}
