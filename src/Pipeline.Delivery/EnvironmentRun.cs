using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment;
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
    private const int LinesShown = 50;
    private const int MostLines = 10_000;

    /// <summary>Between two looks of who watches.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>As many as a gateway tells at once.</summary>
    private const int EventsRead = 1000;

    private readonly DeliveryRequest _request;
    private readonly ModelPlace _place;
    private readonly Environments _environments;

    private EnvironmentRun(DeliveryRequest request, ModelPlace place, EnvironmentsFile file)
    {
        (_request, _place) = (request, place);
        _environments = new Environments(place, file, request);
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
            file.Names.Any(x => EnvironmentsFile.IsKnown(file.Site(x, name).Folder)));
        return new EnvironmentRun(request, place, file);
    }

    /// <summary>Moves traffic first; whatever cannot be recorded afterwards is a warning, because traffic has moved.</summary>
    public async Task RollbackAsync(RollbackTarget target, string? reason, CancellationToken cancellationToken)
    {
        var names = target.All ? Dependents() : [Chosen()];
        if (target is { All: true, Revision: not null })
        {
            throw new InvalidInputException([new Problem(
                "'--to-revision' is a number of one environment, and '--all' are several.", "Say '--to-version'.")]);
        }

        var why = Why(reason);
        Exception? nothing = null;
        var moved = false;
        foreach (var name in names)
        {
            try
            {
                await RollbackAsync(name, target, why, cancellationToken);
                moved = true;
            }
            catch (NothingToRollBackToException exception) when (target.All)
            {
                nothing ??= exception;
                _request.Face.Warn(exception.Message);
            }
        }

        if (nothing is not null && !moved)
            throw nothing;
    }

    private async Task RollbackAsync(string name, RollbackTarget target, string? why, CancellationToken cancellationToken)
    {
        await SayWhereAsync(name, target, cancellationToken);
        var request = new RollbackRequest(_request.Actor)
        {
            Revision = target.Revision,
            Version = target.Version,
            Reason = why,
            TakeOver = true,
        };
        var result = await _environments.RollbackAsync(name, request, cancellationToken);
        Show(
            new("Environment", name),
            new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
            new("Image", result.Revision.Image.Value.Brief),
            new("Was", result.WasStandby ? "standby" : "started again"),
            new("Reason", why ?? "none given"));
        if (_environments.File.Unread is { } unread)
            new Production(_environments, _place).Warn(unread);
        else if (name == _environments.File.Last)
            await TryRecordAsync(cancellationToken);
        await SayNextAsync(name, cancellationToken);
    }

    /// <summary>By a person's decision a paused rollout goes on, or its candidate answers everything at once.</summary>
    /// <param name="reason">Why; asked for where nobody says.</param>
    /// <param name="full">Skips the steps that are left.</param>
    /// <param name="cancellationToken">Aborts a rollout that goes on.</param>
    public async Task PromoteAsync(string? reason, bool full, CancellationToken cancellationToken)
    {
        var (name, why) = (Chosen(), Required(reason, "promotion"));
        if (full)
        {
            var result = await _environments.PromoteAsync(name, new PromotionRequest(_request.Actor, why), cancellationToken);
            Show(
                new("Environment", name),
                new("Revision", string.Create(CultureInfo.InvariantCulture, $"{result.From} -> {result.Revision.Number}")),
                new("Requests", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Traffic.Requests} at {result.Weight}%, {result.Traffic.Errors} errors")));
            await SettleAsync(name, cancellationToken);
        }
        else
        {
            await EndAsync(name, await _environments.ApproveAsync(name, why, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Rolls out once more what was rolled out last and aborted.</summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        var name = Chosen();
        await EndAsync(name, await _environments.RetryAsync(name, cancellationToken), cancellationToken);
    }

    /// <summary>Ends a rollout, whoever leads it.</summary>
    public async Task AbortAsync(string? reason, CancellationToken cancellationToken)
    {
        var (name, why) = (Chosen(), Required(reason, "decision"));
        var result = await _environments.AbortAsync(name, why, cancellationToken);
        Show(
            new("Environment", name),
            new("Aborted", WayBack.Words(result.Revision)),
            new("Answers", result.Stable is { } stable ? $"revision {stable}" : "nothing"),
            new("Reason", why));
        _request.Face.Write([$"again  ./build.sh Retry --environment {name}{_place.Option}"]);
    }

    /// <summary>Has whoever leads a rollout pause it.</summary>
    public async Task PauseAsync(string? reason, CancellationToken cancellationToken)
    {
        var (name, why) = (Chosen(), Required(reason, "pause"));
        var document = await _environments.PauseAsync(name, why, cancellationToken);
        _request.Face.Write(document.Rollout is { Phase: RolloutPhase.Paused } rollout
            ? [$"{document.Title}: paused. {rollout.Reason}",
                $"go on  ./build.sh Promote --environment {name}{_place.Option} --reason \"...\""]
            : [$"{document.Title}: the rollout ended before it could be paused; revision {document.Stable} answers."]);
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

    /// <summary>
    /// Shows how rollouts go: on a screen until somebody has seen enough, who may wait for the next one to begin. Otherwise until
    /// none goes on: all ended, or wait for a person.
    /// </summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var watched = _environments.File.Select(_request.Environment)
            .Select(x => (Name: x, Environment: _environments.Open(x))).ToList();
        try
        {
            await WatchAsync(watched, cancellationToken);
        }
        finally
        {
            watched.ForEach(x => x.Environment.Dispose());
        }
    }

    private async Task WatchAsync(
        IReadOnlyList<(string Name, ModelEnvironment Environment)> watched, CancellationToken cancellationToken)
    {
        IReadOnlyList<WatchFrame> before = [];
        while (true)
        {
            var (frames, isGoing) = (new List<WatchFrame>(), _request.Face.HasScreen);
            foreach (var (name, environment) in watched)
            {
                var status = await environment.StatusAsync(events: 1, cancellationToken);
                isGoing |= status?.Document.Rollout is { Phase: not RolloutPhase.Paused };
                frames.Add(RolloutWatch.Of(status, $"{name} of {_place.Name}", _request.Clock.GetUtcNow()));
            }

            _request.Face.Watch(frames, before);
            if (!isGoing)
                return;
            before = frames;
            await Task.Delay(LookEvery, _request.Clock, cancellationToken);
        }
    }

    public async Task ShowHistoryAsync(int most, CancellationToken cancellationToken)
    {
        foreach (var name in _environments.File.Select(_request.Environment))
        {
            var status = await _environments.StatusAsync(name, EventsRead, cancellationToken);
            if (status is null)
            {
                _request.Face.Write([$"{name} of {_place.Name}: nothing was ever deployed"]);
                continue;
            }

            _request.Face.Write([$"{status.Document.Title}: what was decided, the last of it last"]);
            _request.Face.Write(HistoryTable.Of(status.Events, most));
        }
    }

    public async Task ShowLogsAsync(int? revision, int? lines, CancellationToken cancellationToken)
    {
        if (lines is < 1 or > MostLines)
            throw new InvalidInputException([new Problem($"'--lines' is {lines}; 1 to {MostLines} are shown.")]);
        var name = Chosen();
        var document = (await _environments.StatusAsync(name, events: 0, cancellationToken))?.Document;
        if (document is null || (revision ?? document.Stable) is not { } number)
            throw new InvalidInputException([new Problem($"Nothing answers in {name} of {_place.Name}.")]);
        if (number != 0 && document.Find(number) is null)
        {
            throw new InvalidInputException([new Problem(
                $"There is no revision {number} in {document.Title}.", "Status shows those that there are; 0 is the gateway.")]);
        }

        using var environment = _environments.Open(name);
        var log = await environment.ReadLogAsync(number == 0 ? null : number, lines ?? LinesShown, cancellationToken);
        var whose = number == 0 ? "the gateway" : WayBack.Words(document.Find(number)!);
        _request.Face.Write([$"{name} of {_place.Name}: {whose}{(log.Count == 0 ? " wrote nothing that is kept" : "")}", .. log]);
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

    /// <summary>What requires others comes before them: a release passes the environments the other way.</summary>
    private IReadOnlyList<string> Dependents() => _request.Environment is { } given
        ? throw new InvalidInputException([new Problem($"'--all' are all environments, and '--environment {given}' is one.")])
        : [.. _environments.File.Names.Reverse()];

    /// <summary>What a person says, at once or when asked; null where nobody does.</summary>
    private string? Why(string? reason)
    {
        var said = string.IsNullOrWhiteSpace(reason) ? _request.Face.Ask("Why? The journal keeps it") : reason;
        return string.IsNullOrWhiteSpace(said) ? null : said.Trim();
    }

    private string Required(string? reason, string what) => Why(reason) ?? throw new InvalidInputException(
        [new Problem($"A {what} needs a reason, for the journal.", "Say it with '--reason'.")]);

    private async Task EndAsync(string name, RolloutResult result, CancellationToken cancellationToken)
    {
        RolloutEnd.Require(_place, name, result);
        _request.Face.Say($"{name}: {result.Reason}");
        Show(new("Environment", name), new("Revision", $"{result.Revision.Number}"));
        await SettleAsync(name, cancellationToken);
    }

    private async Task SettleAsync(string name, CancellationToken cancellationToken)
    {
        if (name == _environments.File.Last)
            await TryRecordAsync(cancellationToken);
        var status = await _environments.StatusAsync(name, events: 0, cancellationToken);
        _request.Face.Write([$"way back  {WayBack.Of(status?.Document, _place.Option)}"]);
    }

    private async Task SayWhereAsync(string name, RollbackTarget asked, CancellationToken cancellationToken)
    {
        var status = await _environments.StatusAsync(name, events: 0, cancellationToken);
        if (status?.Document is not { Stable: { } stable } document)
            return;
        var target = asked is { Revision: null, Version: null } && document.Candidate is not null ? document.Find(stable)
            : asked.Version is { } version ? document.FindOfVersion(version)
            : document.Find(asked.Revision) ?? document.FindRollbackTarget();
        if (target is null)
            return;
        var from = WayBack.Words(document.Find(document.Candidate ?? stable)!);
        _request.Face.Say($"{name}: from {from} to {WayBack.Words(target)}");
    }

    private Task TryRecordAsync(CancellationToken cancellationToken)
    {
        var production = new Production(_environments, _place);
        return production.TryAsync(async () =>
        {
            await using var session = await RegistrySession.OpenAsync(
                _place, _request.Actor, _request.Parts.Policy, cancellationToken);
            await production.FollowAsync(session, cancellationToken);
        });
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

/// <summary>Where a rollback goes: without anything, to what answered before.</summary>
public sealed record RollbackTarget
{
    /// <summary>A number of the environment.</summary>
    public int? Revision { get; init; }

    /// <summary>Of the model; the last revision of it.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Every environment, those that require others first.</summary>
    public bool All { get; init; }

    /// <param name="revision">Null for none in particular.</param>
    /// <param name="version">Null for none in particular.</param>
    /// <param name="all">Every environment.</param>
    /// <exception cref="InvalidInputException">Both are named, or one of them is no number of such a thing.</exception>
    public static RollbackTarget Of(int? revision, int? version, bool all)
    {
        if (revision is not null && version is not null)
            throw new InvalidInputException(
                [new Problem("'--to-revision' and '--to-version' both say where to go.", "Say one.")]);
        return version is null or > 0
            ? new RollbackTarget { Revision = revision, Version = version is { } x ? new ModelVersion(x) : null, All = all }
            : throw new InvalidInputException([new Problem($"'--to-version {version}' is no version; they count from 1.")]);
    }
}
