namespace Pipeline.Environments;

/// <summary>What a revision's server is meant to do, or did.</summary>
public enum RevisionState
{
    /// <summary>It runs or is being started; the stable and the warm revision are started again when they end.</summary>
    Running,

    /// <summary>It ended by itself and stays ended: a candidate that crashes has shown what it is worth.</summary>
    Crashed,

    /// <summary>It gets no new requests and ends once the present ones are answered.</summary>
    Stopping,

    Stopped,
}
