namespace Pipeline.Core.Environments;

/// <summary>How a request says that it only asks whether the answer is right.</summary>
public static class ProbeRequest
{
    /// <summary>A request with this header, whatever its value, stays out of logs and statistics.</summary>
    public const string Header = "X-Pipeline-Probe";
}
