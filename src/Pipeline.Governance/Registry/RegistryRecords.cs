using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Runs;

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

/// <summary>What is asked of the registry.</summary>
/// <param name="Reason">Why, in at most 1,000 characters; null where none is asked for.</param>
public abstract record RegistryRequest(string? Reason)
{
    /// <summary>What an access policy is asked about: "register-version".</summary>
    public abstract string Action { get; }

    /// <summary>What it would be done to: "loan-default", "loan-default@champion".</summary>
    public abstract string Subject { get; }
}

/// <summary>Recorded once: the same training again changes nothing, and the document of the first stays.</summary>
/// <param name="Id">Of the run.</param>
/// <param name="Model">What was trained.</param>
/// <param name="Document">The digest of the run's document.</param>
/// <param name="Dataset">The digest of the data it was trained on.</param>
public sealed record NewRun(RunId Id, ModelName Model, Digest Document, Digest Dataset) : RegistryRequest((string?)null)
{
    /// <summary>What the run is found by; nothing by default.</summary>
    public RunFacts Facts { get; init; } = RunFacts.None;

    public override string Action => "record-run";

    public override string Subject => Model.ToString();
}

/// <summary>Evaluated once by a document: the same one again changes nothing, another one counts from then on.</summary>
/// <param name="Run">Recorded before.</param>
/// <param name="Model">Whose run it is.</param>
/// <param name="Document">The digest of the evaluation's document.</param>
/// <param name="Answers">The digest of the answers to the test rows; null where they are not kept.</param>
/// <param name="Metrics">What the run is found by.</param>
public sealed record NewEvaluation(RunId Run, ModelName Model, Digest Document, Digest? Answers, RunFacts Metrics)
    : RegistryRequest((string?)null)
{
    public override string Action => "evaluate-run";

    public override string Subject => $"{Model}/{Run}";
}

/// <summary>A tag that has this value already stays as it is.</summary>
/// <param name="Run">Recorded before.</param>
/// <param name="Model">Whose run it is.</param>
/// <param name="Tag">1 to 100 letters, digits, and "_", "-", ".", "/".</param>
/// <param name="Value">1 to 200 characters that can be seen; null takes the tag away.</param>
public sealed record NewTag(RunId Run, ModelName Model, string Tag, string? Value) : RegistryRequest((string?)null)
{
    public override string Action => "tag-run";

    public override string Subject => $"{Model}/{Run}";
}

/// <summary>Notes of a run are added, and none is changed.</summary>
/// <param name="Run">Recorded before.</param>
/// <param name="Model">Whose run it is.</param>
/// <param name="Text">1 to 1,000 characters.</param>
public sealed record NewNote(RunId Run, ModelName Model, string Text) : RegistryRequest((string?)null)
{
    public override string Action => "note-run";

    public override string Subject => $"{Model}/{Run}";
}

/// <summary>Numbered once: the same digest again has the number that it had.</summary>
/// <param name="Model">Whose version it is.</param>
/// <param name="Digest">Of the model's bytes.</param>
/// <param name="Run">A run of the same model that was recorded before.</param>
public sealed record NewVersion(ModelName Model, Digest Digest, RunId Run) : RegistryRequest((string?)null)
{
    public override string Action => "register-version";

    public override string Subject => Model.ToString();
}

/// <summary>A compare-and-swap on one alias.</summary>
/// <param name="Model">Whose alias it is.</param>
/// <param name="Alias">What is to move.</param>
/// <param name="Expected">Where it is as far as the caller knows; null for nowhere.</param>
/// <param name="To">Where it is to be; null takes it away.</param>
/// <param name="Reason">Why; a move without a reason is refused.</param>
public sealed record NewAliasMove(ModelName Model, AliasName Alias, ModelVersion? Expected, ModelVersion? To, string Reason)
    : RegistryRequest(Reason)
{
    public override string Action => "move-alias";

    public override string Subject => $"{Model}@{Alias}";
}

/// <summary>Attached once: the same document under the same name changes nothing, another one takes its place.</summary>
/// <param name="Model">Whose document it is.</param>
/// <param name="Version">Of the version that it speaks of.</param>
/// <param name="Name">Made like a model's name: "evaluation".</param>
/// <param name="Digest">Of the document.</param>
public sealed record NewDocument(ModelName Model, ModelVersion Version, string Name, Digest Digest)
    : RegistryRequest((string?)null)
{
    public override string Action => "attach-document";

    public override string Subject => $"{Model}/{Version}";
}
