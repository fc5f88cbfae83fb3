using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>
/// What the targets call that look at environments or take them back. They need the names of the model and the project: no
/// valid manifest or environments.yml, no registry, and no disk of this clone's.
/// </summary>
internal sealed class EnvironmentRun
{
    private const int EventsShown = 5;

    private readonly DeliveryRequest _request;
    private readonly ModelPlace _place;
    private readonly Environments _environments;

    private EnvironmentRun(DeliveryRequest request, ModelPlace place, EnvironmentsFile file)
    {
        (_request, _place) = (request, place);
        _environments = new Environments(place, file, new ProgramPackages(request), request.Actor);
    }

    /// <summary>With environments.yml, where one begins what the file may speak against.</summary>
    public static async Task<EnvironmentRun> OpenAsync(DeliveryRequest request, CancellationToken cancellationToken) =>
        Open(request, await EnvironmentsFile.ReadAsync(request, cancellationToken));

    /// <summary>Also where environments.yml cannot be read, for what must be possible at any time.</summary>
    public static async Task<EnvironmentRun> OpenAnywayAsync(DeliveryRequest request, CancellationToken cancellationToken) =>
        Open(request, await EnvironmentsFile.ReadOrFindAsync(request, cancellationToken));

    private static EnvironmentRun Open(DeliveryRequest request, EnvironmentsFile file)
    {
        var place = ModelPlace.Find(request, name =>
            file.Names.Any(x => File.Exists(file.Site(x, name).Folder.Document)));
        return new EnvironmentRun(request, place, file);
    }

    /// <summary>Moves traffic first; whatever cannot be recorded afterwards is a warning, because traffic has moved.</summary>
    public async Task RollbackAsync(int? revision, string? reason, CancellationToken cancellationToken)
    {
        var name = Chosen();
        await SayWhereAsync(name, revision, cancellationToken);
        var request = new RollbackRequest(_request.Actor) { Revision = revision, Reason = reason, TakeOver = true };
        var result = await _environments.RollbackAsync(name, request, cancellationToken);
        Show(
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Image", result.Revision.Image.Value.Brief),
            new("Was", result.WasStandby ? "standby" : "started again"));
        if (_environments.File.Unread is { } unread)
            WarnOfChampion(unread);
        else if (name == _environments.File.Last)
            await TryRecordAsync(cancellationToken);
        await SayNextAsync(name, cancellationToken);
    }

    /// <summary>The candidate of a paused rollout answers everything, by a person's decision.</summary>
    public async Task PromoteAsync(string reason, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new InvalidInputException([new Problem("'--reason' is empty; a promotion needs one, for the journal.")]);
        var name = Chosen();
        var result = await _environments.PromoteAsync(name, new PromotionRequest(_request.Actor, reason), cancellationToken);
        Show(
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Requests", string.Create(
                CultureInfo.InvariantCulture, $"{result.Traffic.Requests} at {result.Weight}%, {result.Traffic.Errors} errors")));
        if (name == _environments.File.Last)
            await TryRecordAsync(cancellationToken);
        var status = await _environments.StatusAsync(name, events: 0, cancellationToken);
        _request.Face.Write([$"way back  {WayBack.Of(status?.Document, _place.Option)}"]);
    }

    public async Task ShowStatusAsync(CancellationToken cancellationToken)
    {
        foreach (var (index, name) in _environments.File.Select(_request.Environment).Index())
        {
            var status = await _environments.StatusAsync(name, EventsShown, cancellationToken);
            _request.Face.Write(index == 0 ? [] : [""]);
            _request.Face.Write(
                status is null ? [$"{name} of {_place.Name}: nothing was ever deployed"] : StatusText.Of(status));
        }
    }

    public async Task TakeDownAsync(CancellationToken cancellationToken)
    {
        foreach (var name in _environments.File.Select(_request.Environment))
        {
            var wasUp = await _environments.TakeDownAsync(name, cancellationToken);
            _request.Face.Say($"{name} of {_place.Name}: {(wasUp ? "taken down" : "nothing ran")}");
        }
    }

    private string Chosen() => _environments.File.SelectOne(_request.Environment);

    private async Task SayWhereAsync(string name, int? revision, CancellationToken cancellationToken)
    {
        var status = await _environments.StatusAsync(name, events: 0, cancellationToken);
        if (status?.Document is not { Stable: { } stable } document)
            return;
        var target = revision is null && document.Candidate is not null
            ? document.Find(stable)
            : document.Find(revision) ?? document.FindRollbackTarget();
        if (target is null)
            return;
        var from = WayBack.Words(document.Find(document.Candidate ?? stable)!);
        _request.Face.Say($"{name}: from {from} to {WayBack.Words(target)}");
    }

    /// <summary>A rollback never fails for what comes after it.</summary>
    private async Task TryRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await RegistrySession.OpenAsync(
                _place, _request.Actor, _request.Parts.Policy, cancellationToken);
            await new Production(_environments, _place).FollowAsync(session, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            WarnOfChampion(exception.Message.Split('\n')[0]);
        }
    }

    private void WarnOfChampion(string because)
    {
        var problem = new Problem(
            $"Traffic moved, and the registry's champion of '{_place.Name}' was not: {because}",
            "The next Evaluate or Deploy moves it.");
        _request.Face.Warn($"{problem}");
        _request.Face.Annotate(problem);
    }

    private async Task SayNextAsync(string name, CancellationToken cancellationToken)
    {
        if ((await _environments.StatusAsync(name, events: 0, cancellationToken))?.Document is not { } document)
            return;
        var next = document.FindRollbackTarget();
        _request.Face.Write([next is null
            ? $"Nothing answered in {name} before that: another Rollback has nowhere to go."
            : $"Another Rollback would go on to {WayBack.Words(next)}" +
                (WayBack.IsThere(next) ? "." : ", if its image were here.")]);
    }

    private void Show(params IReadOnlyList<KeyValuePair<string, string>> facts) => _request.Face.Sum(facts);
}
