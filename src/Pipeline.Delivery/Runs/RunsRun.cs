using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Runs;

namespace Pipeline.Delivery.Runs;

/// <summary>What people ask of runs, and what they write on them. It needs a model's name and no more of its manifest.</summary>
/// <param name="request">Says which model.</param>
/// <param name="open">Opens the registry, or gives the one that is open.</param>
internal sealed class RunsRun(DeliveryRequest request, Func<ModelPlace, CancellationToken, Task<RegistrySession>> open)
{
    private readonly ModelPlace _place = ModelPlace.Find(request, _ => false);

    /// <summary>Lists the runs that fulfil a filter.</summary>
    public async Task ListAsync(RunListRequest asked, CancellationToken cancellationToken)
    {
        var query = asked.ToQuery().OrThrow();
        var view = await ReadAsync(cancellationToken);
        var found = (await view.FindRunsAsync(_place.Name, query, cancellationToken)).OrThrow();
        var text = new RunsText(_place, request.Parts.Metrics, query);
        if (found.Runs.Count > 0)
            request.Face.Write(text.Table(found.Runs));
        request.Face.Write(text.Below(found));
    }

    /// <summary>Puts a tag on a run, or takes one away.</summary>
    public async Task TagAsync(string run, string? tag, string? removed, CancellationToken cancellationToken)
    {
        var (name, value) = ReadTag(tag, removed).OrThrow();
        var session = await open(_place, cancellationToken);
        var found = await FindAsync(session, run, "--run", cancellationToken);
        var tagged = (await session.Registry.TagAsync(
            new NewTag(found.Run.Id, _place.Name, name, value), cancellationToken)).OrThrow();
        var tags = RunsText.Tags(tagged);
        request.Face.Write([$"run {RunsText.Short(found)} has {(tags.Length == 0 ? "no tags" : $"the tags {tags}")}"]);
    }

    /// <summary>Adds a note to a run.</summary>
    public async Task NoteAsync(string run, string note, CancellationToken cancellationToken)
    {
        var session = await open(_place, cancellationToken);
        var found = await FindAsync(session, run, "--run", cancellationToken);
        (await session.Registry.NoteAsync(new NewNote(found.Run.Id, _place.Name, note), cancellationToken)).OrThrow();
        request.Face.Write([$"run {RunsText.Short(found)} has the note of {request.Actor.Name}: {note}"]);
    }

    /// <summary>The only run whose id begins so. No run and several are problems with the ids that were maybe meant.</summary>
    /// <exception cref="InvalidInputException">No run, or several.</exception>
    public async Task<FoundRun> FindAsync(
        RegistrySession session, string prefix, string option, CancellationToken cancellationToken)
    {
        const int Most = 5;
        var view = await session.Registry.ReadAsync(cancellationToken);
        var isPrefix = prefix.Length is > 0 and <= 16 && prefix.All(char.IsAsciiHexDigitLower);
        var found = isPrefix ? await view.FindRunsAsync(_place.Name, prefix, Most, cancellationToken) : [];
        if (found.Count == 1)
            return found[0];
        if (found.Count > 1)
        {
            throw Wrong(
                $"'{option}' has the value '{prefix}', with which several runs begin.",
                $"Write more of one: {string.Join(", ", found.Select(run => run.Run.Id))}{(found.Count == Most ? " …" : "")}.");
        }

        var all = await view.FindRunsAsync(_place.Name, "", RunQuery.Most, cancellationToken);
        var ids = all.Select(run => $"{run.Run.Id}"[..Math.Max(RunsText.ShortLength, Math.Min(16, prefix.Length))]).ToList();
        throw Wrong(
            isPrefix
                ? $"'{_place.Name}' has no run that begins with '{prefix}'."
                : $"'{option}' has the value '{prefix}', which is no run id; the first of 16 lower-case hexadecimal digits are.",
            ids.Count == 0 ? "It has no runs at all: run the target Train." : NearestNames.Question(prefix, ids)
                ?? $"The target Runs lists the {ids.Count} that there are.");
    }

    public async Task<RegistryView> ReadAsync(CancellationToken cancellationToken) =>
        await (await open(_place, cancellationToken)).Registry.ReadAsync(cancellationToken);

    private static InvalidInputException Wrong(string message, string hint) => new([new Problem(message, hint)]);

    private static Validated<(string Name, string? Value)> ReadTag(string? tag, string? removed)
    {
        if (tag is null == removed is null)
        {
            return Validated.Invalid<(string, string?)>(new Problem(
                "One of '--tag' and '--untag' is needed.", "Write --tag stage=candidate, or --untag stage."));
        }

        if (removed is not null)
            return Validated.Valid<(string, string?)>((removed, null));
        return tag!.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? Validated.Valid<(string, string?)>((tag[..at], tag[(at + 1)..]))
            : Validated.Invalid<(string, string?)>(new Problem(
                $"'--tag' has the value '{tag}'; a name, '=' and a value are accepted.", "Write it as stage=candidate."));
    }
}

/// <summary>Which runs are to be listed, in the words of a command line.</summary>
/// <param name="Where">A condition, as "roc_auc > 0.9 and trainer = light-gbm"; null for all.</param>
/// <param name="OrderBy">Names with "asc" or "desc", as "roc_auc desc"; null for the newest first.</param>
/// <param name="Limit">From 1 to 10,000.</param>
public sealed record RunListRequest(string? Where = null, string? OrderBy = null, int Limit = 20)
{
    /// <summary>A filter and an order that cannot be read, and a limit out of range, are problems.</summary>
    internal Validated<RunQuery> ToQuery()
    {
        var filter = Where is null ? null : RunFilterReader.ReadFilter(Where);
        var order = OrderBy is null ? null : RunFilterReader.ReadOrder(OrderBy);
        List<Problem> problems = [.. filter?.Problems ?? [], .. order?.Problems ?? []];
        if (Limit is < 1 or > RunQuery.Most)
        {
            problems.Add(new Problem(string.Create(
                CultureInfo.InvariantCulture, $"'--limit' has the value {Limit}; 1 to {RunQuery.Most} are accepted.")));
        }

        return problems.Count > 0 ? Validated.Invalid<RunQuery>(problems) : Validated.Valid(new RunQuery
        {
            Filter = filter?.Value,
            Order = order?.Value ?? [],
            Limit = Limit,
        });
    }
}
