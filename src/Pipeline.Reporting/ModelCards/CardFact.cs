namespace Pipeline.Reporting.ModelCards;

/// <summary>A value on a model card, with how it came there; a missing one has no value.</summary>
public sealed record CardFact<T>
    where T : notnull
{
    private readonly T? _value;

    internal CardFact(Evidence evidence, T? value) => (Evidence, _value) = (evidence, value);

    public Evidence Evidence { get; }

    /// <exception cref="InvalidOperationException">The fact is missing.</exception>
    public T Value => Evidence != Evidence.Missing
        ? _value!
        : throw new InvalidOperationException("A missing fact has no value.");
}
