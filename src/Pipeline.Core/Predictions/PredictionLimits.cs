namespace Pipeline.Core.Predictions;

/// <summary>What servers and gateways take unless they are told otherwise.</summary>
public static class PredictionLimits
{
    /// <summary>Of one request, in bytes; a gateway refuses more before it asks any server.</summary>
    public const int MostBodyBytes = 1 << 20;
}
