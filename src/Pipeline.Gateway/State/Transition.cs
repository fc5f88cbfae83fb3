using Pipeline.Core.Audit;
using Pipeline.Environments;

namespace Pipeline.Gateway.State;

/// <summary>What comes of a change: the next document and its event, or why there is none.</summary>
internal abstract record Transition
{
    private Transition()
    {
    }

    internal sealed record Done(EnvironmentDocument Document, AuditEntry Entry) : Transition;

    internal sealed record Refused(string Message) : Transition;
}
