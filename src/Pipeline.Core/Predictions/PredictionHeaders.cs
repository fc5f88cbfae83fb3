namespace Pipeline.Core.Predictions;

/// <summary>The HTTP headers that servers, gateways and rollouts share. Names are lower-case, as HTTP/2 sends them.</summary>
public static class PredictionHeaders
{
    /// <summary>
    /// With any value, beside the <see cref="Secret"/>: the request stays out of logs and statistics. A gateway drops it.
    /// </summary>
    public const string Probe = "x-pipeline-probe";

    /// <summary>On a request, set by a gateway beside the <see cref="Secret"/>: the way that it took, such as "canary".</summary>
    public const string Route = "x-pipeline-route";

    /// <summary>On a request, set by a gateway: what it gave the server at its start. The others count only beside it.</summary>
    public const string Secret = "x-pipeline-secret";

    /// <summary>On every response of a server: the digest of the model that it serves.</summary>
    public const string ModelDigest = "x-model-digest";
}

/// <summary>What servers and gateways take unless they are told otherwise.</summary>
public static class PredictionLimits
{
    /// <summary>Of one request, in bytes; a gateway refuses more before it asks any server.</summary>
    public const int MostBodyBytes = 1 << 20;
}
