namespace Pipeline.Core.Checks;

/// <summary>What a bad verdict means to the report that holds it.</summary>
public enum Severity
{
    /// <summary>The report fails.</summary>
    Error,

    /// <summary>The report says so and goes on: how a new check is tried before it bites.</summary>
    Warn,
}
