using Pipeline.Core.Audit;
using Pipeline.Core.Identity;

namespace Pipeline.Governance.Registry;

/// <summary>What the registry keeps of what happened.</summary>
/// <param name="Act">When, by whom and why.</param>
public abstract record RegistryRecord(Act Act);

/// <summary>The event behind a record.</summary>
/// <param name="EventId">Of the event in the journal.</param>
/// <param name="Time">By the clock of the machine that wrote it, in UTC.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why, in their words; null where none was asked for.</param>
public sealed record Act(string EventId, DateTimeOffset Time, Actor Actor, string? Reason)
{
    internal static Act Of(AuditEvent auditEvent) => new(auditEvent.Id, auditEvent.Time, auditEvent.Actor, auditEvent.Reason);
}

/// <param name="Id">Derived from what the run was given.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Document">The digest of the run's document, which is a blob.</param>
/// <param name="Dataset">The digest of the data it was trained on.</param>
/// <param name="Act">When, by whom and why.</param>
public sealed record RecordedRun(RunId Id, ModelName Model, Digest Document, Digest Dataset, Act Act) : RegistryRecord(Act);

/// <param name="Model">Whose version it is.</param>
/// <param name="Version">Counted from 1 for each model.</param>
/// <param name="Digest">What the version is: the digest of the model's bytes.</param>
/// <param name="Run">The run that made it.</param>
/// <param name="Act">When, by whom and why.</param>
public sealed record RegisteredVersion(ModelName Model, ModelVersion Version, Digest Digest, RunId Run, Act Act)
    : RegistryRecord(Act);

/// <param name="Model">Whose alias it is.</param>
/// <param name="Alias">What moved.</param>
/// <param name="From">Where it was; null for the first move, and after it was taken away.</param>
/// <param name="To">Where it is since; null if it was taken away.</param>
/// <param name="Act">When, by whom and why.</param>
public sealed record AliasMove(ModelName Model, AliasName Alias, ModelVersion? From, ModelVersion? To, Act Act)
    : RegistryRecord(Act);

/// <param name="Model">Whose document it is.</param>
/// <param name="Version">Of the version that it speaks of.</param>
/// <param name="Name">Made like a model's name: "evaluation", "model-card".</param>
/// <param name="Digest">Of the document, which is a blob.</param>
/// <param name="Act">When, by whom and why.</param>
public sealed record AttachedDocument(ModelName Model, ModelVersion Version, string Name, Digest Digest, Act Act)
    : RegistryRecord(Act);
