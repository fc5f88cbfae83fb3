using Pipeline.Core.Audit;

namespace Pipeline.Governance.Registry;

/// <summary>A registry of this format did not write this event, so that nothing after it can be told.</summary>
public sealed class EventNotUnderstoodException(AuditEvent auditEvent, string reason) : Exception(
    $"Event {auditEvent.Id} of the journal, '{auditEvent.Action}' of '{auditEvent.Subject}', is not understood: {reason} "
    + "A newer toolkit wrote it, in which case this one must be updated, or something else than a registry did.")
{
    public string EventId { get; } = auditEvent.Id;
}
