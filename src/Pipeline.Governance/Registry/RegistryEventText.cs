using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Runs;

namespace Pipeline.Governance.Registry;

/// <summary>How the registry's events are written in a journal.</summary>
internal static class RegistryEventText
{
    private const string RunRecorded = "run-recorded";
    private const string VersionRegistered = "version-registered";
    private const string AliasMoved = "alias-moved";
    private const string DocumentAttached = "document-attached";
    private const string RunEvaluated = "run-evaluated";
    private const string RunTagged = "run-tagged";
    private const string RunNoted = "run-noted";

    private const string Dataset = "dataset";
    private const string Run = "run";
    private const string From = "from";
    private const string To = "to";
    private const string Name = "name";
    private const string Answers = "answers";
    private const string Tag = "tag";
    private const string Value = "value";
    private const string Note = "note";

    public static AuditEntry Write(RegistryEvent registryEvent, AuditEntry act) => registryEvent switch
    {
        RegistryEvent.RunRecorded x => act with
        {
            Action = RunRecorded,
            Subject = $"{x.Model}/{x.Id}",
            Digest = x.Document,
            Facts = Facts(x.Facts, (Dataset, x.Dataset.ToString())),
        },
        RegistryEvent.RunEvaluated x => act with
        {
            Action = RunEvaluated,
            Subject = $"{x.Model}/{x.Run}",
            Digest = x.Document,
            Facts = Facts(x.Facts, (Answers, x.Answers?.ToString())),
        },
        RegistryEvent.RunTagged x => act with
        {
            Action = RunTagged,
            Subject = $"{x.Model}/{x.Run}",
            Facts = Facts((Tag, x.Tag), (Value, x.Value)),
        },
        RegistryEvent.RunNoted x => act with
        {
            Action = RunNoted,
            Subject = $"{x.Model}/{x.Run}",
            Facts = Facts((Note, x.Note)),
        },
        RegistryEvent.VersionRegistered x => act with
        {
            Action = VersionRegistered,
            Subject = $"{x.Model}/{x.Version}",
            Digest = x.Digest,
            Facts = Facts((Run, x.Run.ToString())),
        },
        RegistryEvent.AliasMoved x => act with
        {
            Action = AliasMoved,
            Subject = $"{x.Model}@{x.Alias}",
            Facts = Facts((From, x.From?.ToString()), (To, x.To?.ToString())),
        },
        RegistryEvent.DocumentAttached x => act with
        {
            Action = DocumentAttached,
            Subject = $"{x.Model}/{x.Version}",
            Digest = x.Digest,
            Facts = Facts((Name, x.Name)),
        },
        _ => throw new UnreachableException(),
    };

    /// <summary>Null for an event that is not the registry's.</summary>
    /// <exception cref="EventNotUnderstoodException">It is the registry's, but not as this toolkit writes it.</exception>
    public static RegistryEvent? Read(AuditEvent auditEvent)
    {
        try
        {
            return auditEvent.Action switch
            {
                RunRecorded => Split(auditEvent, '/') is var (model, id) ? new RegistryEvent.RunRecorded(
                    RunId.Parse(id), model, Digested(auditEvent), Digest.Parse(Fact(auditEvent, Dataset)),
                    RunFacts.FromEvent(auditEvent.Facts)) : null,
                RunEvaluated => Split(auditEvent, '/') is var (model, id) ? new RegistryEvent.RunEvaluated(
                    RunId.Parse(id), model, Digested(auditEvent), Optional(auditEvent, Answers),
                    RunFacts.FromEvent(auditEvent.Facts)) : null,
                RunTagged => Split(auditEvent, '/') is var (model, id) ? new RegistryEvent.RunTagged(
                    RunId.Parse(id), model, Fact(auditEvent, Tag), auditEvent.Facts?.GetValueOrDefault(Value)) : null,
                RunNoted => Split(auditEvent, '/') is var (model, id) ? new RegistryEvent.RunNoted(
                    RunId.Parse(id), model, Fact(auditEvent, Note)) : null,
                VersionRegistered => Split(auditEvent, '/') is var (model, version) ? new RegistryEvent.VersionRegistered(
                    model, ModelVersion.Parse(version), Digested(auditEvent), RunId.Parse(Fact(auditEvent, Run))) : null,
                AliasMoved => Split(auditEvent, '@') is var (model, alias) ? new RegistryEvent.AliasMoved(
                    model, AliasName.Parse(alias), Version(auditEvent, From), Version(auditEvent, To)) : null,
                DocumentAttached => Split(auditEvent, '/') is var (model, version) ? new RegistryEvent.DocumentAttached(
                    model, ModelVersion.Parse(version), Fact(auditEvent, Name), Digested(auditEvent)) : null,
                _ => null,
            };
        }
        catch (FormatException exception)
        {
            throw new EventNotUnderstoodException(auditEvent, exception.Message);
        }
    }

    private static Dictionary<string, string> Facts(params ReadOnlySpan<(string Name, string? Value)> facts) =>
        Facts(RunFacts.None, facts);

    private static Dictionary<string, string> Facts(RunFacts known, params ReadOnlySpan<(string Name, string? Value)> facts)
    {
        var given = new Dictionary<string, string>(known.ToEvent());
        foreach (var (name, value) in facts)
        {
            if (value is not null)
                given.Add(name, value);
        }

        return given;
    }

    private static (ModelName Model, string Item) Split(AuditEvent auditEvent, char separator) =>
        auditEvent.Subject.Split(separator) is [var model, var item]
            ? (ModelName.Parse(model), item)
            : throw new FormatException($"'{auditEvent.Subject}' is not the subject of such an event.");

    private static string Fact(AuditEvent auditEvent, string name) =>
        auditEvent.Facts?.GetValueOrDefault(name) ?? throw new FormatException($"It has no fact '{name}'.");

    private static ModelVersion? Version(AuditEvent auditEvent, string name) =>
        auditEvent.Facts?.GetValueOrDefault(name) is { } version ? ModelVersion.Parse(version) : null;

    private static Digest? Optional(AuditEvent auditEvent, string name) =>
        auditEvent.Facts?.GetValueOrDefault(name) is { } digest ? Digest.Parse(digest) : null;

    private static Digest Digested(AuditEvent auditEvent) =>
        auditEvent.Digest ?? throw new FormatException("It has no digest.");
}

/// <summary>The events that the registry is made of; the journal has others, which it passes over.</summary>
internal abstract record RegistryEvent
{
    private RegistryEvent()
    {
    }

    public sealed record RunRecorded(RunId Id, ModelName Model, Digest Document, Digest Dataset, RunFacts Facts) : RegistryEvent;

    public sealed record RunEvaluated(RunId Run, ModelName Model, Digest Document, Digest? Answers, RunFacts Facts)
        : RegistryEvent;

    public sealed record RunTagged(RunId Run, ModelName Model, string Tag, string? Value) : RegistryEvent;

    public sealed record RunNoted(RunId Run, ModelName Model, string Note) : RegistryEvent;

    public sealed record VersionRegistered(ModelName Model, ModelVersion Version, Digest Digest, RunId Run) : RegistryEvent;

    public sealed record AliasMoved(ModelName Model, AliasName Alias, ModelVersion? From, ModelVersion? To) : RegistryEvent;

    public sealed record DocumentAttached(ModelName Model, ModelVersion Version, string Name, Digest Digest) : RegistryEvent;
}
