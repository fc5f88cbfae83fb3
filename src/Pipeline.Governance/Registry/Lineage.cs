using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

/// <summary>From a version back to the data.</summary>
public sealed record Lineage(RegisteredVersion Version, RecordedRun Run)
{
    public Digest Dataset => Run.Dataset;
}
