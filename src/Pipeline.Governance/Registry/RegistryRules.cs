using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Governance.Runs;

namespace Pipeline.Governance.Registry;

/// <summary>What may follow what.</summary>
internal static class RegistryRules
{
    public static async Task<Decision<RecordedRun>> DecideAsync(
        RegistryView view, NewRun request, CancellationToken cancellationToken)
    {
        if (await view.FindRunAsync(request.Id, cancellationToken) is not { } known)
        {
            return new Decision<RecordedRun>.Write(
                new RegistryEvent.RunRecorded(
                    request.Id, request.Model, request.Document, request.Dataset, request.Facts),
                act => new RecordedRun(request.Id, request.Model, request.Document, request.Dataset, act));
        }

        // The document of a training done again differs by when it was and how long it took.
        var isSame = known.Model == request.Model && known.Dataset == request.Dataset;
        return isSame ? Answer(known) : Refuse<RecordedRun>(
            $"Run {request.Id} was recorded before, for '{known.Model}' on the dataset {known.Dataset}; this is another one.");
    }

    public static async Task<Decision<Registration>> DecideAsync(
        RegistryView view, NewVersion request, CancellationToken cancellationToken)
    {
        if (await view.FindVersionAsync(request.Model, request.Digest, cancellationToken) is { } known)
            return Answer(new Registration(known, IsNew: false));
        if (await view.FindRunAsync(request.Run, cancellationToken) is not { } run)
        {
            return Refuse<Registration>(
                $"Run {request.Run} was not recorded.", "A version comes from a recorded run: record it first.");
        }

        if (run.Model != request.Model)
            return Refuse<Registration>($"Run {request.Run} trained '{run.Model}', not '{request.Model}'.");
        var number = new ModelVersion(await view.CountVersionsAsync(request.Model, cancellationToken) + 1);
        return new Decision<Registration>.Write(
            new RegistryEvent.VersionRegistered(request.Model, number, request.Digest, request.Run),
            act => new Registration(new RegisteredVersion(request.Model, number, request.Digest, request.Run, act), IsNew: true));
    }

    public static async Task<Decision<AliasMoveResult>> DecideAsync(
        RegistryView view, NewAliasMove request, CancellationToken cancellationToken)
    {
        if (await UnknownAsync(view, request.Model, request.To, cancellationToken) is { } problem)
            return new Decision<AliasMoveResult>.Answer(Validated.Invalid<AliasMoveResult>(problem));
        var current = (await view.ResolveAsync(request.Model, request.Alias, cancellationToken))?.Version;
        if (current == request.To)
            return Answer<AliasMoveResult>(new AliasMoveResult.AlreadyThere(current));
        if (current != request.Expected)
            return Answer<AliasMoveResult>(new AliasMoveResult.Contested(request, current));

        return new Decision<AliasMoveResult>.Write(
            new RegistryEvent.AliasMoved(request.Model, request.Alias, current, request.To),
            act => new AliasMoveResult.Moved(new AliasMove(request.Model, request.Alias, current, request.To, act)));
    }

    public static async Task<Decision<AttachedDocument>> DecideAsync(
        RegistryView view, NewDocument request, CancellationToken cancellationToken)
    {
        if (!ModelName.TryParse(request.Name, null, out _))
            return Refuse<AttachedDocument>(
                "The name of the document is no name; 1 to 63 lower-case letters, digits and single dashes, "
                + "beginning with a letter, are.");
        if (await UnknownAsync(view, request.Model, request.Version, cancellationToken) is { } problem)
            return new Decision<AttachedDocument>.Answer(Validated.Invalid<AttachedDocument>(problem));
        var versions = await view.ListVersionsAsync(request.Model, cancellationToken);
        var known = versions.Single(x => x.Registered.Version == request.Version).Documents
            .SingleOrDefault(x => x.Name == request.Name && x.Digest == request.Digest);
        return known is not null ? Answer(known) : new Decision<AttachedDocument>.Write(
            new RegistryEvent.DocumentAttached(request.Model, request.Version, request.Name, request.Digest),
            act => new AttachedDocument(request.Model, request.Version, request.Name, request.Digest, act));
    }

    public static async Task<Decision<RecordedEvaluation>> DecideAsync(
        RegistryView view, NewEvaluation request, CancellationToken cancellationToken)
    {
        var found = await view.FindRunAsync(request.Model, request.Run, cancellationToken);
        if (found is null)
            return Refuse<RecordedEvaluation>($"'{request.Model}' has no run {request.Run}.", "Record it first.");
        return found.Evaluation is { } known && known.Document == request.Document && known.Answers == request.Answers
            ? Answer(known)
            : new Decision<RecordedEvaluation>.Write(
                new RegistryEvent.RunEvaluated(
                    request.Run, request.Model, request.Document, request.Answers, request.Metrics),
                act => new RecordedEvaluation(request.Document, request.Answers, act));
    }

    public static async Task<Decision<FoundRun>> DecideAsync(
        RegistryView view, NewTag request, CancellationToken cancellationToken)
    {
        List<Problem> problems = [.. RunText.OfTag(request.Tag), .. request.Value is { } value ? RunText.OfValue(value) : []];
        if (problems.Count > 0)
            return new Decision<FoundRun>.Answer(Validated.Invalid<FoundRun>(problems));
        if (await view.FindRunAsync(request.Model, request.Run, cancellationToken) is not { } run)
            return Refuse<FoundRun>($"'{request.Model}' has no run {request.Run}.");
        var now = run[RunFactKind.Tag, request.Tag];
        if (now is null && request.Value is null)
        {
            var tags = run.Facts.Where(fact => fact.Kind == RunFactKind.Tag).Select(fact => fact.Name).ToList();
            return Refuse<FoundRun>(
                $"Run {request.Run} has no tag '{request.Tag}'.",
                tags.Count == 0 ? "It has none." : NearestNames.Hint(request.Tag, tags));
        }

        var tagged = run with
        {
            Facts =
            [
                .. run.Facts.Where(fact => fact.Kind != RunFactKind.Tag || fact.Name != request.Tag),
                .. request.Value is { } text ? new[] { new RunFact(RunFactKind.Tag, request.Tag, text) } : [],
            ],
        };
        return now == request.Value
            ? Answer(run)
            : new Decision<FoundRun>.Write(
                new RegistryEvent.RunTagged(request.Run, request.Model, request.Tag, request.Value), _ => tagged);
    }

    public static async Task<Decision<RunNote>> DecideAsync(
        RegistryView view, NewNote request, CancellationToken cancellationToken)
    {
        List<Problem> problems = [.. RunText.OfNote(request.Text)];
        if (problems.Count > 0)
            return new Decision<RunNote>.Answer(Validated.Invalid<RunNote>(problems));
        return await view.FindRunAsync(request.Model, request.Run, cancellationToken) is null
            ? Refuse<RunNote>($"'{request.Model}' has no run {request.Run}.")
            : new Decision<RunNote>.Write(
                new RegistryEvent.RunNoted(request.Run, request.Model, request.Text),
                act => new RunNote(request.Text, act));
    }

    private static async Task<Problem?> UnknownAsync(
        RegistryView view, ModelName model, ModelVersion? version, CancellationToken cancellationToken)
    {
        if (version is not { } wanted || await view.FindVersionAsync(model, wanted, cancellationToken) is not null)
            return null;
        var models = await view.ListModelsAsync(cancellationToken);
        if (!models.Contains(model))
        {
            var hint = NearestNames.Hint(model.ToString(), [.. models.Select(x => x.ToString())]);
            return new Problem($"No model is called '{model}'.", hint);
        }

        return new Problem($"'{model}' has no version {wanted}.", await view.CountVersionsAsync(model, cancellationToken) switch
        {
            0 => "No version of it is registered.",
            1 => "It has version 1 alone.",
            var count => $"It has the versions 1 to {new ModelVersion(count)}.",
        });
    }

    private static Decision<T> Answer<T>(T known)
        where T : notnull =>
        new Decision<T>.Answer(Validated.Valid(known));

    private static Decision<T>.Answer Refuse<T>(string message, string? hint = null)
        where T : notnull =>
        new(Validated.Invalid<T>(new Problem(message, hint)));
}

/// <summary>What a request comes to in one state of the registry.</summary>
internal abstract record Decision<T>
    where T : notnull
{
    private Decision()
    {
    }

    /// <summary>There is nothing to write.</summary>
    public sealed record Answer(Validated<T> Result) : Decision<T>;

    /// <param name="Event">To be written, if the state is still the same.</param>
    /// <param name="Result">The answer, once it has been.</param>
    public sealed record Write(RegistryEvent Event, Func<Act, T> Result) : Decision<T>;
}

/// <param name="Version">The one that these bytes have.</param>
/// <param name="IsNew">False when they were registered before.</param>
public sealed record Registration(RegisteredVersion Version, bool IsNew);
