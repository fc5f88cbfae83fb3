namespace Pipeline.Serving.Metrics;

/// <summary>Marks an endpoint with its route.</summary>
internal sealed record RouteLabel(RouteKind Kind);
