using Pipeline.Environments;


namespace Pipeline.Deployment.Rollback;

/// <summary>A rollback that happened.</summary>
/// <param name="Revision">What answers now.</param>
/// <param name="From">What answered, or was being rolled out, before.</param>
/// <param name="WasWarm">Whether it ran already, so that only traffic moved.</param>
public sealed record RollbackResult(Revision Revision, int From, bool WasWarm);
