using Pipeline.Core.Audit;

namespace Pipeline.Environments;

/// <summary>A change by the holder of a lease.</summary>
/// <param name="Token">The lease's fencing token.</param>
/// <param name="Actor">Who asks for it.</param>
/// <param name="Reason">One sentence for the journal, with both numbers where there are two.</param>
/// <param name="Change">What is asked for.</param>
public sealed record ChangeRequest(long Token, Actor Actor, string Reason, EnvironmentChange Change);
