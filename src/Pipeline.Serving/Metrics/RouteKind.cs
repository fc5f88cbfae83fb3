namespace Pipeline.Serving.Metrics;

/// <summary>What a request asked for; a label of the metrics, so that there are few.</summary>
internal enum RouteKind
{
    Other,
    Live,
    Ready,
    Model,
    Predict,
    Metrics,
}
