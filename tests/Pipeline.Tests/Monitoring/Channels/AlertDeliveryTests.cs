using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Checks;
using Pipeline.Monitoring.Alerts;
using Pipeline.Testing;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Channels;

public sealed class AlertDeliveryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly AlertFolder _alerts;

    public AlertDeliveryTests() => _alerts = new AlertFolder(_folder["monitoring"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deliver_FiringUpdatedResolved_IsToldOnceEach()
    {
        var channel = new FakeChannel { HasUpdates = true };
        await BeginAsync(channel);

        foreach (var (hour, evidence) in new[] { Bad(), Bad(), Good(), Good() }.Index())
        {
            await TakeAsync(Round(hour, evidence));
            await DeliverAsync(channel);
            await DeliverAsync(channel);
        }

        channel.Taken.Select(x => x.News).ShouldBe([AlertNews.Firing, AlertNews.Updated, AlertNews.Resolved]);
        channel.Taken.Select(x => x.MessageId).ShouldBe([null, "id-1", "id-1"]);
        channel.Taken.Select(x => x.Key).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Deliver_WithoutUpdates_TellsBeginningAndEnd()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);

        foreach (var (hour, evidence) in new[] { Bad(), Bad(), Bad(), Good() }.Index())
        {
            await TakeAsync(Round(hour, evidence));
            await DeliverAsync(channel);
        }

        channel.Taken.Select(x => x.News).ShouldBe([AlertNews.Firing, AlertNews.Resolved]);
    }

    [Fact]
    public async Task Deliver_ChannelIsDown_KeepsTheAlertAndTellsItLater()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));
        Fail(channel, new ChannelFailedException("it answers 503"), 3);

        var down = await DeliverAsync(channel);
        var leftAlone = await DeliverAsync(channel);
        await TakeAsync(Round(1, Good()));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var up = await DeliverAsync(channel);

        down.ShouldSatisfyAllConditions(
            x => x.Sent.ShouldBe(0),
            x => x.Left.ShouldBe(1),
            x => x.Failure.ShouldBe("it answers 503"),
            x => x.Next.ShouldNotBeNull());
        leftAlone.Failure.ShouldBe("it answers 503");
        channel.Faults.ShouldBeEmpty();
        up.ShouldSatisfyAllConditions(x => x.Sent.ShouldBe(1), x => x.Left.ShouldBe(0), x => x.Failure.ShouldBeNull());
        channel.Taken.ShouldHaveSingleItem().News.ShouldBe(AlertNews.Resolved);
    }

    [Fact]
    public async Task Deliver_OtherSideAsksForTime_IsLeftAloneForAsLong()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));
        Fail(channel, new ChannelFailedException("it answers 429") { RetryAfter = TimeSpan.FromHours(2) }, 1);

        var outcome = await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromMinutes(119));
        var early = await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var late = await DeliverAsync(channel);

        outcome.Next.ShouldBe(_clock.GetUtcNow() - TimeSpan.FromMinutes(1));
        early.Sent.ShouldBe(0);
        late.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task Deliver_OneMessageIsRefused_SendsTheOthersAndKeepsTheOrderOfEach()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        var (age, income) = (Subject(column: "age"), Subject(column: "income"));
        await TakeAsync(Round(0, Bad(age)));
        await TakeAsync(Round(1, Good(age)));
        await TakeAsync(Round(2, Bad(age), Bad(income)));
        Fail(channel, new ChannelFailedException("it answers 400") { IsOfMessage = true }, 1);

        var outcome = await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync(channel);

        outcome.ShouldSatisfyAllConditions(x => x.Sent.ShouldBe(1), x => x.Left.ShouldBe(2));
        channel.Taken.Select(x => (x.Alert.Subject.Column, x.News)).ShouldBe(
            [("income", AlertNews.Firing), ("age", AlertNews.Resolved), ("age", AlertNews.Firing)]);
    }

    [Fact]
    public async Task Deliver_MessageWasDeleted_TellsInANewOne()
    {
        var channel = new FakeChannel { HasUpdates = true };
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));
        await DeliverAsync(channel);
        await TakeAsync(Round(1, Bad()));
        Fail(channel, new ChannelFailedException("it was deleted") { IsOfMessage = true, ForgetsMessage = true }, 1);

        await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAsync(channel);

        channel.Taken[^1].MessageId.ShouldBeNull();
    }

    [Fact]
    public async Task Deliver_ProcessEndsBeforeItRemembers_TellsAgainWithTheSameKey()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));
        var before = _folder.Read("monitoring/channels/team.json");
        await DeliverAsync(channel);
        _folder.Write("monitoring/channels/team.json", before);

        await DeliverAsync(channel);

        channel.Taken.Count.ShouldBe(2);
        channel.Taken[0].Key.ShouldBe(channel.Taken[1].Key);
    }

    [Fact]
    public async Task Deliver_ThatCannotBeRemembered_IsNotSent()
    {
        using var disk = SmallDisk.Mount(_folder["disk"], 64 * 1024);
        var alerts = new AlertFolder(_folder["disk", "monitoring"]);
        var channel = new FakeChannel();
        await Delivery(channel, alerts).DeliverAsync(Token);
        await alerts.ChangeAsync(book => book.Take(Round(0, Bad())), Token);
        disk.Fill();

        var outcome = (await Delivery(channel, alerts).DeliverAsync(Token)).ShouldHaveSingleItem();

        channel.Taken.ShouldBeEmpty();
        outcome.ShouldSatisfyAllConditions(
            x => x.Left.ShouldBe(1), x => x.Failure.ShouldNotBeNull().ShouldStartWith("what it has told cannot be kept"));
    }

    [Fact]
    public async Task Deliver_InQuietTime_WaitsUnlessUrgent()
    {
        var channel = new FakeChannel();
        var quiet = new QuietSpec { From = "03:00", To = "04:00" };
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad(Subject("slow")), Bad(Subject("down"), new AlertPolicy { IsUrgent = true })));

        await DeliverAsync(channel, quiet);
        var told = channel.Taken.Select(x => x.Alert.Subject.Rule).ToList();
        _clock.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(channel, quiet);

        told.ShouldBe(["down"]);
        channel.Taken.Select(x => x.Alert.Subject.Rule).ShouldBe(["down", "slow"]);
    }

    [Fact]
    public async Task Deliver_Silenced_TellsWhatStillFiresAfterwardsAndNothingOfTheRest()
    {
        var channel = new FakeChannel();
        var (age, income) = (Subject(column: "age"), Subject(column: "income"));
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad(age), Bad(income)));
        var now = _clock.GetUtcNow();
        await _alerts.ChangeAsync(
            book => book.With(new Silence("s", Noon.AddDays(1), "ann", "known") { At = now, Rule = "drift" }, now), Token);

        await DeliverAsync(channel);
        await TakeAsync(Round(1, Good(age)));
        await DeliverAsync(channel);
        await _alerts.ChangeAsync(book => book.Without("s"), Token);
        await DeliverAsync(channel);

        channel.Taken.ShouldHaveSingleItem().Alert.Subject.Column.ShouldBe("income");
    }

    [Fact]
    public async Task Deliver_BySeverity_GoesToThoseWhoAskedForIt()
    {
        var (all, errors) = (new FakeChannel(), new FakeChannel());
        var onlyErrors = new AlertChannelSpec { Type = "fake", Severity = Severity.Error };
        ConfiguredChannel[] channels = [all.Configured("all"), errors.Configured("errors", onlyErrors)];
        await Delivery(channels, _alerts).DeliverAsync(Token);
        await TakeAsync(Round(0, Bad() with { Severity = Severity.Warn }));

        await Delivery(channels, _alerts).DeliverAsync(Token);

        all.Taken.Count.ShouldBe(1);
        errors.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deliver_NewChannel_IsToldWhatFiresAndNotWhatIsOver()
    {
        await TakeAsync(Round(0, Bad(), Bad(Subject(column: "income"))));
        await TakeAsync(Round(1, Good()));
        var channel = new FakeChannel();

        await DeliverAsync(channel);

        channel.Taken.ShouldHaveSingleItem().Alert.Subject.Column.ShouldBe("income");
    }

    [Fact]
    public async Task Deliver_ThatNobodyRenews_IsRenewed()
    {
        var channel = new FakeChannel { Renews = TimeSpan.FromHours(6) };
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));

        await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromHours(5));
        await DeliverAsync(channel);
        _clock.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(channel);

        channel.Taken.Select(x => x.News).ShouldBe([AlertNews.Firing, AlertNews.Updated]);
    }

    [Fact]
    public async Task Deliver_ChannelOfATeamBreaks_NamesItWithoutSecrets()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        await TakeAsync(Round(0, Bad()));
        Fail(channel, new InvalidOperationException("no\nluck"), 3);

        var outcome = await DeliverAsync(channel);

        outcome.Failure.ShouldBe("it broke with InvalidOperationException (no luck)");
    }

    [Fact]
    public async Task Deliver_DamagedMemory_IsSetAsideAndBegunAnew()
    {
        var channel = new FakeChannel();
        await BeginAsync(channel);
        _folder.Write("monitoring/channels/team.json", "{\"schema\": \"pipeline/alert-ch");
        _folder.Write("monitoring/alerts.json", "");
        var said = new List<string>();

        var alerts = new AlertFolder(_folder["monitoring"], said.Add);
        var outcome = await Delivery([channel.Configured()], alerts).DeliverAsync(Token);

        outcome[0].Failure.ShouldBeNull();
        said.Count.ShouldBe(2);
        _folder.Files.ShouldContain("monitoring/alerts.json.damaged-1");
    }

    [Fact]
    public async Task Test_EveryChannel_SaysWhatCameOfIt()
    {
        var (up, down) = (new FakeChannel(), new FakeChannel());
        down.Faults.Enqueue(new ChannelFailedException("the variable SLACK_URL is not set"));

        var outcomes = await Delivery([up.Configured("up"), down.Configured("down")], _alerts)
            .TestAsync(Model, "production", Token);

        outcomes.Select(x => (x.Title, x.Sent, x.Failure)).ShouldBe(
            [("up", 1, null), ("down", 0, "the variable SLACK_URL is not set")]);
        up.Taken.ShouldHaveSingleItem().News.ShouldBe(AlertNews.Test);
        _folder.Files.ShouldBeEmpty();
    }

    /// <summary>
    /// Whatever fails, whenever the process ends: once the channel works again it has told what fires, and the end of all that it
    /// has told, in order, each with one key.
    /// </summary>
    [Fact]
    public void Deliver_AnyFaults_LosesAndRepeatsNothing()
    {
        var steps = Gen.ListOf(Gen.Elements("bad", "good", "deliver", "down", "refused", "killed", "restart"));
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20_261_127, 11, 30),
            Prop.ForAll(steps.ToArbitrary(), x => HoldsAsync([.. x]).GetAwaiter().GetResult()));
    }

    private static async Task<bool> HoldsAsync(IReadOnlyList<string> steps)
    {
        using var test = new AlertDeliveryTests();
        var channel = new FakeChannel();
        await test.BeginAsync(channel);
        var hour = 0;
        foreach (var step in steps)
        {
            if (step is "bad" or "good")
                await test.TakeAsync(Round(hour++, step == "bad" ? Bad() : Good()));
            if (step is "down" or "refused")
                Fail(channel, new ChannelFailedException(step) { IsOfMessage = step == "refused" }, 3);
            if (step is "bad" or "good")
                continue;
            var memory = test._folder.Read("monitoring/channels/team.json");
            await test.DeliverAsync(channel);
            channel.Faults.Clear();
            if (step == "killed")
                test._folder.Write("monitoring/channels/team.json", memory);
            test._clock.Advance(TimeSpan.FromHours(1));
        }

        await test.DeliverAsync(channel);
        var book = await test._alerts.ReadAsync(Token);
        var told = channel.Taken.DistinctBy(x => x.Key).ToList();
        var isInOrder = told.Select(x => x.Alert.Number).SequenceEqual(told.Select(x => x.Alert.Number).Order());
        return isInOrder
            && book.Open.All(x => told.Any(y => y.Alert.Number == x.Number && y.News == AlertNews.Firing))
            && book.Resolved.All(x => told.Last(y => y.Alert.Number == x.Number).News == AlertNews.Resolved)
            && (steps.Contains("killed") || channel.Taken.Count == told.Count);
    }

    private static void Fail(FakeChannel channel, Exception fault, int times)
    {
        for (var i = 0; i < times; i++)
            channel.Faults.Enqueue(fault);
    }

    /// <summary>So that the channel is not new when the first alert comes.</summary>
    private Task BeginAsync(FakeChannel channel) => DeliverAsync(channel);

    private Task TakeAsync(AlertRound round) => _alerts.ChangeAsync(book => book.Take(round), Token);

    private async Task<ChannelOutcome> DeliverAsync(FakeChannel channel, params QuietSpec[] quiet) =>
        (await Delivery([channel.Configured()], _alerts, quiet).DeliverAsync(Token)).ShouldHaveSingleItem();

    private AlertDelivery Delivery(FakeChannel channel, AlertFolder alerts) => Delivery([channel.Configured()], alerts);

    private AlertDelivery Delivery(
        IReadOnlyList<ConfiguredChannel> channels, AlertFolder alerts, params QuietSpec[] quiet)
    {
        var backoff = new Backoff(() => 0.5) { FirstOfRun = TimeSpan.Zero };
        var options = new AlertDeliveryOptions { Folder = _folder.Path, Quiet = quiet, Clock = _clock, Backoff = backoff };
        return new AlertDelivery(alerts, channels, options);
    }
}
