using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Delivery.Monitoring;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Rollback;
using Pipeline.Environments;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery.Monitoring;

public sealed class AlertActionsTests : IDisposable
{
    private static readonly Actor Bot = new("ci@example.com", "github-actions");

    private readonly TemporaryFolder _folder = new();
    private readonly FakeFace _face = new();
    private readonly ManualClock _clock = new();
    private readonly FakeTarget _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(AlertAction.Hold)]
    [InlineData(AlertAction.Rollback)]
    [InlineData(AlertAction.Retrain)]
    public async Task Act_AlertThatFires_IsAnsweredOnceWithTheAlertAsEvidence(AlertAction action)
    {
        var rule = Rule(action);
        var alert = (await FireAsync(rule, 0)).Open[0];

        await ActAsync(rule);
        var book = await ActAsync(rule);

        var (done, actor, reason) = _target.Asked.ShouldHaveSingleItem();
        done.ShouldBe(action);
        actor.ShouldBe(Bot with { Source = $"alert {alert.Fingerprint}" });
        reason.ShouldBe($"alert {alert.Fingerprint}: drift of 'age' is 0.31");
        book.Open[0].Deed.ShouldBe(new AlertDeed(action, _clock.GetUtcNow(), AlertDeedOutcome.Done, "Done."));
        _face.Said.ShouldBe([$"production, alert {alert.Fingerprint}: Done."]);
    }

    [Fact]
    public async Task Act_RuleWithoutAnAction_DoesNothing()
    {
        var rule = Rule(null);
        await FireAsync(rule, 0);

        (await ActAsync(rule)).Open[0].Deed.ShouldBeNull();

        _target.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Act_AlertThatIsPending_DoesNothing()
    {
        var rule = Rule(AlertAction.Rollback) with { For = Persistence.Parse("2 windows", null) };
        await FireAsync(rule, 0);

        await ActAsync(rule);

        _target.Asked.ShouldBeEmpty();
    }

    /// <summary>Five columns that drift at once are not five revisions back.</summary>
    [Fact]
    public async Task Act_SeveralAlertsOfOneLook_DoesItOnceAndSaysSoOfTheOthers()
    {
        var (rule, other) = (Rule(AlertAction.Rollback), Rule(AlertAction.Rollback) with { Name = "other" });
        await FireAsync(rule, 0, "age", "income");
        await FireAsync(other, 0, "age");

        var book = await ActAsync(rule, other);

        _target.Asked.Count.ShouldBe(1);
        book.Open.Select(x => x.Deed!.Outcome).ShouldBe(
            [AlertDeedOutcome.Done, AlertDeedOutcome.HeldBack, AlertDeedOutcome.HeldBack]);
        var words = $"No rollback of its own: alert {book.Open[0].Fingerprint} of the same look asked for one.";
        _face.Warned.Count(x => x.EndsWith(words, StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Act_WithinTheCoolDown_DoesNothingAndSaysUntilWhen()
    {
        var rule = Rule(AlertAction.Rollback) with { CoolDown = TimeSpan.FromHours(6) };
        await FireAsync(rule, 0);
        await ActAsync(rule);
        await RecoverAsync(rule, 1);
        _clock.Advance(TimeSpan.FromHours(5));
        await FireAsync(rule, 2);

        var book = await ActAsync(rule);

        _target.Asked.Count.ShouldBe(1);
        book.Open[0].Deed!.Outcome.ShouldBe(AlertDeedOutcome.HeldBack);
        _face.Warned.ShouldHaveSingleItem().ShouldEndWith(
            "No rollback: 'drift' had one at 2026-01-02 03:04 UTC, and its cool-down ends at 2026-01-02 09:04 UTC.");
    }

    [Fact]
    public async Task Act_BehindTheCoolDown_DoesItAgain()
    {
        var rule = Rule(AlertAction.Rollback) with { CoolDown = TimeSpan.FromHours(6) };
        await FireAsync(rule, 0);
        await ActAsync(rule);
        await RecoverAsync(rule, 1);
        _clock.Advance(TimeSpan.FromHours(6));
        await FireAsync(rule, 2);

        await ActAsync(rule);

        _target.Asked.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(AlertAction.Hold, "hold", "pause")]
    [InlineData(AlertAction.Rollback, "rollback", "roll-back")]
    [InlineData(AlertAction.Retrain, "retraining", "retrain")]
    public async Task Act_PolicySaysNo_IsToldAndWrittenAndTheAlertStays(AlertAction action, string name, string asked)
    {
        _target.Policy = new NothingBySelf();
        var rule = Rule(action);
        var alert = (await FireAsync(rule, 0)).Open[0];

        var book = await ActAsync(rule);

        _target.Asked.ShouldBeEmpty();
        var sentence = $"No {name}: ci@example.com (from alert {alert.Fingerprint}) may not {asked} 'production': ask a person";
        book.Open[0].State.ShouldBe(AlertState.Firing);
        book.Open[0].Deed!.Outcome.ShouldBe(AlertDeedOutcome.Denied);
        AlertText.Of("Firing", book.Open[0]).Facts.ShouldContain(new AlertFact("Done", sentence));
        _face.Warned.ShouldBe([$"production, alert {alert.Fingerprint}: {sentence}"]);
        (await ActAsync(rule)).Open[0].Change.ShouldBe(book.Open[0].Change, "it is said once");
    }

    [Fact]
    public async Task Act_RollbackThatFails_IsToldAndTheAlertStays()
    {
        _target.Failure = new NothingToRollBackToException("production of loan-default", stable: 1);
        var rule = Rule(AlertAction.Rollback);
        var before = (await FireAsync(rule, 0)).Open[0];

        var after = (await ActAsync(rule)).Open.ShouldHaveSingleItem();

        (after.State, after.Deed!.Outcome).ShouldBe((AlertState.Firing, AlertDeedOutcome.Failed));
        after.Change.ShouldBeGreaterThan(before.Change, "channels have news to tell");
        _face.Warned.ShouldHaveSingleItem().ShouldEndWith(
            "The rollback failed: There is nothing to roll back to in production of loan-default: "
            + "no revision before 1 ever answered there.");
    }

    [Fact]
    public async Task Act_FailureThatNobodyForesaw_KeepsNobodyFromBeingTold()
    {
        _target.Failure = new HttpRequestException("Connection refused");
        var rule = Rule(AlertAction.Hold);
        await FireAsync(rule, 0);

        (await ActAsync(rule)).Open[0].Deed!.Words.ShouldBe("The hold failed: Connection refused");
    }

    [Fact]
    public async Task Act_LookThatIsKilled_DoesNothingTwice()
    {
        _target.Failure = new OperationCanceledException();
        var rule = Rule(AlertAction.Rollback);
        await FireAsync(rule, 0);
        await Should.ThrowAsync<OperationCanceledException>(() => ActAsync(rule));
        _target.Failure = null;

        var book = await ActAsync(rule);

        _target.Asked.ShouldBeEmpty();
        book.Open[0].Deed!.Outcome.ShouldBe(AlertDeedOutcome.Begun);
        book.Open[0].Deed!.Words.ShouldBe("A rollback was begun, and the look ended before it was known what came of it.");
    }

    /// <summary>The journal has the request's actor and reason; what a person reads of it names the alert.</summary>
    [Fact]
    public async Task History_OfARollbackByAlert_NamesTheAlert()
    {
        var rule = Rule(AlertAction.Rollback);
        var alert = (await FireAsync(rule, 0)).Open[0];
        await ActAsync(rule);
        var (_, actor, reason) = _target.Asked[0];
        var happened = AuditEvent.Link(
            new AuditEntry
            {
                Time = _clock.GetUtcNow(),
                Actor = actor,
                Action = EnvironmentActions.RolledBack,
                Subject = "loan-default/2",
                Reason = reason,
            },
            null);

        var row = HistoryTable.Of([happened], 10).Rows.ShouldHaveSingleItem();

        row.Select(x => x.Text).ShouldBe(
        [
            "2026-01-02T03:04:05Z", "rolled back", "2",
            $"ci@example.com: alert {alert.Fingerprint}: drift of 'age' is 0.31",
        ]);
    }

    private AlertFolder Alerts => new(_folder.Path);

    private static MetricRule Rule(AlertAction? action) => new()
    {
        Metric = "drift_share",
        Name = "drift",
        Criterion = new Criterion.AtMost(0.1),
        OnAlert = action,
    };

    private Task<AlertBook> FireAsync(RuleSpec rule, int hour, params IReadOnlyList<string> columns) =>
        RoundAsync(rule, hour, Verdict.Failed("drift of 'age' is 0.31"), columns.Count == 0 ? ["age"] : columns);

    private Task<AlertBook> RecoverAsync(RuleSpec rule, int hour) => RoundAsync(rule, hour, Verdict.Passed(), ["age"]);

    private Task<AlertBook> RoundAsync(RuleSpec rule, int hour, Verdict verdict, IReadOnlyList<string> columns)
    {
        var evidence = columns.Select(column => new AlertEvidence(
            new AlertSubject(ModelName.Parse("loan-default"), "production", rule.Id) { Column = column }, verdict)
        {
            Policy = AlertPolicy.Of(rule),
        });
        var end = new DateTimeOffset(2026, 1, 1, hour, 0, 0, TimeSpan.Zero);
        return Alerts.ChangeAsync(x => x.Take(new AlertRound(end, [.. evidence])), Token);
    }

    private async Task<AlertBook> ActAsync(params RuleSpec[] rules)
    {
        var request = new DeliveryRequest(_folder.Path, _face) { Actor = Bot, Clock = _clock };
        return await new AlertActions(request, _target, Alerts, rules)
            .ActAsync("production", await Alerts.ReadAsync(Token), Token);
    }

    private sealed class FakeTarget : IActionTarget
    {
        public List<(AlertAction Action, Actor Actor, string Reason)> Asked { get; } = [];

        public IAccessPolicy Policy { get; set; } = new AllowAll();

        public Exception? Failure { get; set; }

        public Task<string> DoAsync(AlertAction action, Actor actor, string reason, CancellationToken cancellationToken)
        {
            var name = action switch
            {
                AlertAction.Hold => "pause",
                AlertAction.Rollback => "roll-back",
                _ => "retrain",
            };
            Policy.Demand(actor, name, "production");
            if (Failure is not null)
                throw Failure;
            Asked.Add((action, actor, reason));
            return Task.FromResult("Done.");
        }
    }

    /// <summary>People may do what they like, and alerts nothing.</summary>
    private sealed class NothingBySelf : IAccessPolicy
    {
        public AccessDecision Authorize(Actor actor, string action, string subject) =>
            actor.Source.StartsWith("alert ", StringComparison.Ordinal)
                ? new AccessDecision.Denied("ask a person")
                : new AccessDecision.Allowed();
    }
}
