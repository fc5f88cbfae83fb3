namespace Pipeline.Deployment.Environments;

/// <summary>What runs the servers of an environment.</summary>
public enum EngineChoice
{
    /// <summary>Docker where an engine answers, processes otherwise.</summary>
    Auto,

    Docker,
    Process,
}
