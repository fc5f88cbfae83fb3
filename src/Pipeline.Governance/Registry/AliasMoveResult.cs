using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

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
