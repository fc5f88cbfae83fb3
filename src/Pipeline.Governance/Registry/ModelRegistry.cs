using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Runs;
using Pipeline.Governance.Storage;

namespace Pipeline.Governance.Registry;

/// <summary>
/// Runs, versions, aliases and documents. What is written is an event in the journal; what is read is a projection of the
/// journal, as it is now or as it was at any moment. Any number of processes may use it at once.
/// </summary>
public sealed class ModelRegistry : IAsyncDisposable
{
    private const int Attempts = 100;

    private readonly RegistryParts _parts;
    private readonly Projection _projection;
    private readonly SemaphoreSlim _gate = new(1, 1);

    private ModelRegistry(RegistryParts parts, Projection projection) => (_parts, _projection) = (parts, projection);

    /// <exception cref="InvalidInputException">The actor's name or source is empty, too long, or not all visible.</exception>
    public static async Task<ModelRegistry> OpenAsync(RegistryParts parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        parts.Storage.ThrowIfInvalid();
        List<Problem> problems = [.. AuditText.Of(parts.Actor)];
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
        var projection = await Projection.OpenAsync(parts.ProjectionPath, parts.Journal, parts.Storage, cancellationToken);
        return new ModelRegistry(parts, projection);
    }

    /// <summary>The registry after everything that the journal has now.</summary>
    /// <exception cref="RegistryDivergedException">The journal lacks events that were in it.</exception>
    public Task<RegistryView> ReadAsync(CancellationToken cancellationToken) => _projection.ReadAsync(cancellationToken);

    /// <summary>
    /// The registry as it was at a moment, that moment included. Where clocks disagreed, the order of the journal counts: an
    /// event is not older than any event before it.
    /// </summary>
    /// <exception cref="RegistryDivergedException">The journal lacks events that were in it.</exception>
    public Task<RegistryView> ReadAsync(DateTimeOffset asOf, CancellationToken cancellationToken) =>
        _projection.ReadAsync(asOf, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<RecordedRun>> RecordAsync(NewRun run, CancellationToken cancellationToken) =>
        CommitAsync(run, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<Registration>> RegisterAsync(NewVersion version, CancellationToken cancellationToken) =>
        CommitAsync(version, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<AliasMoveResult>> MoveAsync(NewAliasMove move, CancellationToken cancellationToken) =>
        CommitAsync(move, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<AttachedDocument>> AttachAsync(NewDocument document, CancellationToken cancellationToken) =>
        CommitAsync(document, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<RecordedEvaluation>> EvaluateAsync(NewEvaluation evaluation, CancellationToken cancellationToken) =>
        CommitAsync(evaluation, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<FoundRun>> TagAsync(NewTag tag, CancellationToken cancellationToken) =>
        CommitAsync(tag, RegistryRules.DecideAsync, cancellationToken);

    /// <exception cref="AccessDeniedException">The policy denies it.</exception>
    public Task<Validated<RunNote>> NoteAsync(NewNote note, CancellationToken cancellationToken) =>
        CommitAsync(note, RegistryRules.DecideAsync, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _projection.DisposeAsync();
        _gate.Dispose();
    }

    private async Task<Validated<T>> CommitAsync<TRequest, T>(
        TRequest request,
        Func<RegistryView, TRequest, CancellationToken, Task<Decision<T>>> decide,
        CancellationToken cancellationToken)
        where TRequest : RegistryRequest
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(request);
        _parts.Policy.Demand(_parts.Actor, request.Action, request.Subject);
        List<Problem> problems = request.Reason is { } reason ? [.. AuditText.OfReason(reason)] : [];
        if (problems.Count > 0)
            return Validated.Invalid<T>(problems);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await CommitAsync(request, x => decide(x, request, cancellationToken), cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Decides anew each time that somebody else was faster.</summary>
    private async Task<Validated<T>> CommitAsync<T>(
        RegistryRequest request, Func<RegistryView, Task<Decision<T>>> decide, CancellationToken cancellationToken)
        where T : notnull
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(attempt), cancellationToken);
            var view = await _projection.ReadAsync(cancellationToken);
            var decision = await decide(view);
            if (decision is Decision<T>.Answer answer)
                return answer.Result;
            var write = decision as Decision<T>.Write ?? throw new UnreachableException();
            var auditEvent = Link(write.Event, request, view.Head);
            if (await _parts.Journal.AppendAsync(auditEvent, view.Head, cancellationToken) is AppendResult.Appended)
                return Validated.Valid(write.Result(Act.Of(auditEvent)));
        }

        throw new JournalContendedException(request.Action, request.Subject, Attempts);
    }

    /// <summary>Reads back what it has written, because an event that cannot be read would stop the registry for ever.</summary>
    private AuditEvent Link(RegistryEvent registryEvent, RegistryRequest request, Digest? head)
    {
        var act = new AuditEntry
        {
            Time = _parts.Clock.GetUtcNow(),
            Actor = _parts.Actor,
            Action = "",
            Subject = "",
            Reason = request.Reason,
        };
        var auditEvent = AuditEvent.Link(RegistryEventText.Write(registryEvent, act), head);
        return RegistryEventText.Read(auditEvent) == registryEvent
            ? auditEvent
            : throw new InvalidOperationException($"'{request.Action}' of '{request.Subject}' cannot be written.");
    }
}

/// <summary>What a registry is put together from.</summary>
public sealed record RegistryParts
{
    /// <summary>The registry does not own it, and does not close it.</summary>
    public required IAuditJournal Journal { get; init; }

    /// <summary>Of the projection's file, which may be deleted while nobody uses it.</summary>
    public required string ProjectionPath { get; init; }

    /// <summary>Asked before every call that changes state.</summary>
    public required IAccessPolicy Policy { get; init; }

    /// <summary>In whose name events are written.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Dates events.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>How long to wait for other processes.</summary>
    public StorageOptions Storage { get; init; } = new();
}
