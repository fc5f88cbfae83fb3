namespace Pipeline.Governance.Registry;

/// <param name="Version">The one that these bytes have.</param>
/// <param name="IsNew">False when they were registered before.</param>
public sealed record Registration(RegisteredVersion Version, bool IsNew);
