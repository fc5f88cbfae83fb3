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
