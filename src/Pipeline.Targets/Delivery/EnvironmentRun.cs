using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Targets.Components;
using Serilog;

namespace Pipeline.Targets.Delivery;

/// <summary>
/// What the targets call that look at environments or take them back. They need the names of the model and the project: no
/// valid manifest or environments.yml, no registry, and no disk of this clone's.
/// </summary>
internal sealed class EnvironmentRun
{
    private const int EventsShown = 5;

    private readonly IHasEnvironment _build;
    private readonly ModelPlace _place;
    private readonly Actor _actor;
    private readonly Environments _environments;

    private EnvironmentRun(IHasEnvironment build, ModelPlace place, EnvironmentsFile file, Actor actor)
    {
        (_build, _place, _actor) = (build, place, actor);
        _environments = new Environments(place, file, new ServerBuild(build), actor);
    }

    private CancellationToken Cancellation => _build.Cancellation;

    /// <summary>With environments.yml, where one begins what the file may speak against.</summary>
    public static async Task<EnvironmentRun> OpenAsync(IHasEnvironment build) =>
        Open(build, await EnvironmentsFile.ReadAsync(build.RootDirectory, build.Cancellation));

    /// <summary>Also where environments.yml cannot be read, for what must be possible at any time.</summary>
    public static async Task<EnvironmentRun> OpenAnywayAsync(IHasEnvironment build) =>
        Open(build, await EnvironmentsFile.ReadOrFindAsync(build.RootDirectory, build.Cancellation));

    private static EnvironmentRun Open(IHasEnvironment build, EnvironmentsFile file)
    {
        var place = ModelPlace.Find(build.RootDirectory, build.Model, TimeProvider.System, name =>
            file.Names.Any(x => File.Exists(file.Site(x, name).Folder.Document)));
        return new EnvironmentRun(build, place, file, ActorSearch.Find(Environment.GetEnvironmentVariable));
    }

    /// <summary>Moves traffic first; whatever cannot be recorded afterwards is a warning, because traffic has moved.</summary>
    public async Task RollbackAsync(int? revision, string? reason)
    {
        var name = Chosen();
        await SayWhereAsync(name, revision);
        var request = new RollbackRequest(_actor) { Revision = revision, Reason = reason, TakeOver = true };
        var result = await _environments.RollbackAsync(name, request, Cancellation);
        Show(
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Image", result.Revision.Image.Value.Brief),
            new("Was", result.WasWarm ? "warm" : "started again"));
        if (_environments.File.Unread is { } unread)
            WarnOfChampion(unread);
        else if (name == _environments.File.Last)
            await TryRecordAsync();
        await SayNextAsync(name);
    }

    /// <summary>The candidate of a paused rollout answers everything, by a person's decision.</summary>
    public async Task PromoteAsync(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new InvalidInputException([new Problem("'--reason' is empty; a promotion needs one, for the journal.")]);
        var name = Chosen();
        var result = await _environments.PromoteAsync(name, new PromotionRequest(_actor, reason), Cancellation);
        Show(
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Requests", string.Create(
                CultureInfo.InvariantCulture, $"{result.Traffic.Requests} at {result.Weight}%, {result.Traffic.Errors} errors")));
        if (name == _environments.File.Last)
            await TryRecordAsync();
        var status = await _environments.StatusAsync(name, events: 0, Cancellation);
        ConsoleText.Write([$"way back  {WayBack.Of(status?.Document, _place.Option)}"]);
    }

    public async Task ShowStatusAsync()
    {
        foreach (var (index, name) in _environments.File.Select(_build.Environment).Index())
        {
            var status = await _environments.StatusAsync(name, EventsShown, Cancellation);
            ConsoleText.Write(index == 0 ? [] : [""]);
            ConsoleText.Write(
                status is null ? [$"{name} of {_place.Name}: nothing was ever deployed"] : StatusText.Of(status));
        }
    }

    public async Task TakeDownAsync()
    {
        foreach (var name in _environments.File.Select(_build.Environment))
        {
            var wasUp = await _environments.TakeDownAsync(name, Cancellation);
            Log.Information("{Environment} of {Model}: {State}", name, _place.Name, wasUp ? "taken down" : "nothing ran");
        }
    }

    private string Chosen() => _environments.File.SelectOne(_build.Environment);

    private async Task SayWhereAsync(string name, int? revision)
    {
        if ((await _environments.StatusAsync(name, events: 0, Cancellation))?.Document is not { Stable: { } stable } document)
            return;
        var target = revision is null && document.Candidate is not null
            ? document.Find(stable)
            : document.Find(revision) ?? document.FindRollbackTarget();
        if (target is not null)
            Log.Information(
                "{Environment}: from {From} to {To}", name,
                WayBack.Words(document.Find(document.Candidate ?? stable)!), WayBack.Words(target));
    }

    /// <summary>A rollback never fails for what comes after it.</summary>
    private async Task TryRecordAsync()
    {
        try
        {
            await using var shelf = await ModelShelf.OpenAsync(_place, _actor, Cancellation);
            await new Production(_environments, _place).FollowAsync(shelf, Cancellation);
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
        Log.Warning("{Warning}", problem);
        _build.Ci.Warning(problem);
    }

    private async Task SayNextAsync(string name)
    {
        if ((await _environments.StatusAsync(name, events: 0, Cancellation))?.Document is not { } document)
            return;
        var next = document.FindRollbackTarget();
        ConsoleText.Write([next is null
            ? $"Nothing answered in {name} before that: another Rollback has nowhere to go."
            : $"Another Rollback would go on to {WayBack.Words(next)}" +
                (WayBack.IsThere(next) ? "." : ", if its image were here.")]);
    }

    private void Show(params IEnumerable<KeyValuePair<string, string>> facts) => _build.ReportSummary(x =>
    {
        foreach (var (name, value) in facts)
            x[name] = value;
        return x;
    });
}
