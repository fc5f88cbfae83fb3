namespace Pipeline.Reporting.ModelCards;

/// <summary>Makes <see cref="CardFact{T}"/> without spelling out its type where the compiler knows it.</summary>
public static class CardFact
{
    public static CardFact<T> Missing<T>()
        where T : notnull =>
        new(Evidence.Missing, default);

    public static CardFact<T> Measured<T>(T value)
        where T : notnull =>
        new(Evidence.Measured, value);

    public static CardFact<T> Declared<T>(T value)
        where T : notnull =>
        new(Evidence.Declared, value);

    /// <summary>What people wrote; missing when it is null or blank.</summary>
    public static CardFact<string> Declared(string? text) =>
        string.IsNullOrWhiteSpace(text) ? CardFact.Missing<string>() : new CardFact<string>(Evidence.Declared, text);
}

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

/// <summary>How something came to stand on a model card.</summary>
public enum Evidence
{
    /// <summary>The toolkit saw it itself: it counted, timed, computed or digested it.</summary>
    Measured,

    /// <summary>People said so in the manifest, and nothing can check it.</summary>
    Declared,

    /// <summary>Nobody measured or said it.</summary>
    Missing,
}
