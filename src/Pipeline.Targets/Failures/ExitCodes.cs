namespace Pipeline.Targets.Failures;

/// <summary>What the build returns to the shell.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A verdict failed: the build worked, and the news is bad.</summary>
    public const int Verdict = 1;

    /// <summary>The input was wrong: arguments, parameters, manifests, data. Nothing was changed.</summary>
    public const int InvalidInput = 2;

    /// <summary>Something else failed, such as a compiler, a container engine or a disk.</summary>
    public const int Failure = 255;

    /// <summary>Interrupted by a person or the host, as shells count it.</summary>
    public const int Cancelled = 130;
}
