using System.Text.Json.Serialization;
using Pipeline.Core.Audit;

namespace Pipeline.Environments;

/// <summary>What a gateway says of its environment.</summary>
/// <param name="Document">The state that is committed.</param>
/// <param name="Events">The last of them, oldest first.</param>
public sealed record EnvironmentStatus(EnvironmentDocument Document, IReadOnlyList<AuditEvent> Events)
{
    /// <summary>Null when no gateway runs, and the files were read instead.</summary>
    public GatewayDocument? Gateway { get; init; }

    public TrafficSnapshot? Traffic { get; init; }

    /// <summary>What was asked since the candidate's present weight was set; null when no gateway runs.</summary>
    [JsonIgnore]
    public TrafficSnapshot? TrafficSinceWeight => Traffic?.Since(Document.Rollout?.Baseline);
}
