using Pipeline.Delivery;

namespace Pipeline.Targets.Failures;

/// <summary>What the build returns to the shell.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A verdict failed, or a rollout waits for a person: the build worked, and the news is bad.</summary>
    public const int Verdict = 1;

    /// <summary>The input was wrong: arguments, parameters, manifests, data. Nothing was changed.</summary>
    public const int InvalidInput = 2;

    /// <summary>Somebody else is at work on the same thing. The same command may succeed later; <c>--wait</c> queues.</summary>
    public const int Busy = 3;

    /// <summary>What was asked for cannot be done as things stand, such as a rollback where nothing answered before.</summary>
    public const int NotPossible = 4;

    /// <summary>Something else failed, such as a compiler, a container engine or a disk.</summary>
    public const int Failure = 255;

    /// <summary>Interrupted by a person or the host, as shells count it.</summary>
    public const int Cancelled = 130;

    internal static int Of(Exception exception) => FailureKinds.Of(exception) switch
    {
        FailureKind.Verdict => Verdict,
        FailureKind.WrongInput => InvalidInput,
        FailureKind.Busy => Busy,
        FailureKind.NotPossible => NotPossible,
        FailureKind.Cancelled => Cancelled,
        _ => Failure,
    };
}
