namespace Pipeline.Environments;

/// <summary>What kind of obstacle a <see cref="Refusal"/> met.</summary>
public enum RefusalKind
{
    /// <summary>Somebody else holds the lease.</summary>
    LeaseHeld,

    /// <summary>The lease that was shown is no longer the present one.</summary>
    LeaseLost,

    /// <summary>The environment is in no state for it.</summary>
    NotPossible,
}
