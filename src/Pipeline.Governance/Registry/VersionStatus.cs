namespace Pipeline.Governance.Registry;

/// <summary>A version as it stood at the moment of a view.</summary>
/// <param name="Registered">What it is.</param>
/// <param name="Aliases">That stood for it, in the order of their names.</param>
/// <param name="Documents">The last one of each name, in the order of the names.</param>
public sealed record VersionStatus(
    RegisteredVersion Registered, IReadOnlyList<AliasName> Aliases, IReadOnlyList<AttachedDocument> Documents);
