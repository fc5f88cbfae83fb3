using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;

namespace Pipeline.Kubernetes.Resources;

/// <summary>A release as an InferenceService of KServe, with what surrounds it.</summary>
internal sealed class InferenceServices(ReleasedModel release)
{
    private readonly ClusterResources _resources = new(release);

    public IEnumerable<string> LeftOut() =>
    [
        .. _resources.LeftOut(),
        "KServe's own paths of predictions: the server is asked at /predict, and answers of /v2 what is said of its health",
    ];

    public IEnumerable<JsonNode> Render() => [.. _resources.Surroundings(), ClusterResources.Document(Service())];

    private InferenceService Service()
    {
        var replicas = release.Manifests.Replicas;
        var meta = _resources.Meta();
        meta.Annotations = new Dictionary<string, string>(_resources.Annotations)
        {
            // The older word for Standard, which all versions know.
            ["serving.kserve.io/deploymentMode"] = "RawDeployment",
            ["serving.kserve.io/autoscalerClass"] = "hpa",
        };
        return new InferenceService
        {
            Metadata = meta,
            Spec = new InferenceServiceSpec(new PredictorSpec(_resources.PodSpec("kserve-container"))
            {
                MinReplicas = replicas.AtLeast,
                MaxReplicas = replicas.AtMost,
                ScaleMetric = "cpu",
                ScaleTarget = release.Manifests.CpuTarget,
                DeploymentStrategy = ClusterResources.Rolling,
                Labels = _resources.Labels,
                Annotations = _resources.Annotations,
            }),
        };
    }
}

/// <summary>The part of KServe's serving.kserve.io/v1beta1 that a server of one's own needs.</summary>
internal sealed record InferenceService
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; init; } = "serving.kserve.io/v1beta1";

    [JsonPropertyName("kind")]
    public string Kind { get; init; } = "InferenceService";

    [JsonPropertyName("metadata")]
    public required V1ObjectMeta Metadata { get; init; }

    [JsonPropertyName("spec")]
    public required InferenceServiceSpec Spec { get; init; }
}

internal sealed record InferenceServiceSpec([property: JsonPropertyName("predictor")] PredictorSpec Predictor);

/// <summary>A pod, and how many of it.</summary>
internal sealed record PredictorSpec : V1PodSpec
{
    public PredictorSpec(V1PodSpec pod) : base(pod)
    {
    }

    [JsonPropertyName("minReplicas")]
    public int MinReplicas { get; init; }

    [JsonPropertyName("maxReplicas")]
    public int MaxReplicas { get; init; }

    [JsonPropertyName("scaleMetric")]
    public required string ScaleMetric { get; init; }

    [JsonPropertyName("scaleTarget")]
    public int ScaleTarget { get; init; }

    [JsonPropertyName("deploymentStrategy")]
    public required V1DeploymentStrategy DeploymentStrategy { get; init; }

    [JsonPropertyName("labels")]
    public required IDictionary<string, string> Labels { get; init; }

    [JsonPropertyName("annotations")]
    public required IDictionary<string, string> Annotations { get; init; }
}
