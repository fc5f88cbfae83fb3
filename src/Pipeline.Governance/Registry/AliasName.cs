using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

/// <summary>A name that moves from version to version of one model, made like a model's name: "champion".</summary>
public readonly record struct AliasName : IParsable<AliasName>
{
    private readonly string? _value;

    private AliasName(string value) => _value = value;

    /// <summary>The version that serves in the last environment.</summary>
    public static AliasName Champion { get; } = new("champion");

    /// <exception cref="FormatException">The text is not such a name.</exception>
    public static AliasName Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var name)
        ? name
        : throw new FormatException(
            $"'{s}' is not an alias; 1 to 63 lower-case letters, digits and single dashes, beginning with a letter, make one, "
            + "unless they read as a version.");

    /// <summary>"v3" is refused: it would be a version and an alias at once.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AliasName result)
    {
        var isName = ModelName.TryParse(s, provider, out _) && !ModelVersion.TryParse(s, provider, out _);
        result = isName ? new AliasName(s!) : default;
        return isName;
    }

    public override string ToString() => _value ?? "";
}

/// <summary>What came of a compare-and-swap on an alias.</summary>
public abstract record AliasMoveResult
{
    private AliasMoveResult()
    {
    }

    public sealed record Moved(AliasMove Move) : AliasMoveResult;

    /// <summary>It is where it was to be moved, so that running again does no harm; nothing was written.</summary>
    public sealed record AlreadyThere(ModelVersion? Version) : AliasMoveResult;

    /// <summary>Somebody else moved it meanwhile; nothing was written.</summary>
    /// <param name="Request">What was asked for.</param>
    /// <param name="Current">Where it is.</param>
    public sealed record Contested(NewAliasMove Request, ModelVersion? Current) : AliasMoveResult
    {
        public override string ToString() =>
            $"'{Request.Subject}' was not moved to {Named(Request.To)}: it should have been at {Named(Request.Expected)}, "
            + $"and somebody moved it to {Named(Current)}.";

        private static string Named(ModelVersion? version) => version is { } some ? $"version {some}" : "no version";
    }
}
