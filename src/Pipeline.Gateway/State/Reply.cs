using Pipeline.Environments;


namespace Pipeline.Gateway.State;

/// <summary>What was asked for, or why it is refused.</summary>
internal sealed record Reply<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(Refusal refusal) => new(null, refusal);
}
