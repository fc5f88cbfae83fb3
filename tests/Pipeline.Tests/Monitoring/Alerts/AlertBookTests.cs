using FsCheck;
using FsCheck.Fluent;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using static Pipeline.Monitoring.Alerts.SomeAlert;
using Outcome = Pipeline.Core.Checks.Outcome;

namespace Pipeline.Monitoring.Alerts;

public class AlertBookTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(20_261_127, 7, 60);

    [Fact]
    public void Take_BadForLongEnough_FiresOnceAndCounts()
    {
        var policy = Policy("2 windows", "1 window");

        var first = After(Bad(policy: policy));
        var third = After(Bad(policy: policy), Bad(policy: policy), Bad(policy: policy));

        first.Open.ShouldHaveSingleItem().State.ShouldBe(AlertState.Pending);
        var alert = third.Open.ShouldHaveSingleItem();
        alert.State.ShouldBe(AlertState.Firing);
        alert.Since.ShouldBe(Noon);
        alert.FiringSince.ShouldBe(Noon.AddHours(1));
        alert.LastSeen.ShouldBe(Noon.AddHours(2));
        alert.TimesSeen.ShouldBe(3);
    }

    [Fact]
    public void Take_GoodBeforeItFires_LeavesNothing()
    {
        var book = After(Bad(policy: Policy("2 windows", "1 window")), Good(policy: Policy("2 windows", "1 window")));

        book.Open.ShouldBeEmpty();
        book.Resolved.ShouldBeEmpty();
    }

    [Fact]
    public void Take_GoodForLongEnough_ResolvesWithTheEndOfTheWindow()
    {
        var policy = Policy("1 window", "2 windows");

        var once = After(Bad(policy: policy), Good(policy: policy), Bad(policy: policy), Good(policy: policy));
        var twice = once.Take(Round(4, Good(policy: policy)));

        once.Open.ShouldHaveSingleItem().GoodWindows.ShouldBe(1);
        twice.Open.ShouldBeEmpty();
        twice.Resolved.ShouldHaveSingleItem().ResolvedAt.ShouldBe(Noon.AddHours(4));
    }

    [Theory]
    [InlineData("2h", 2, AlertState.Pending)]
    [InlineData("2h", 3, AlertState.Firing)]
    public void Take_ForATime_GoesByTheEndsOfWindows(string least, int windows, AlertState state)
    {
        var policy = Policy(least, "1 window");

        var book = After([.. Enumerable.Repeat(Bad(policy: policy), windows)]);

        book.Open.ShouldHaveSingleItem().State.ShouldBe(state);
    }

    [Theory]
    [InlineData(Outcome.Inconclusive)]
    [InlineData(Outcome.Skipped)]
    public void Take_NoVerdict_LeavesWhatIs(Outcome outcome)
    {
        var unknown = new AlertEvidence(Subject(), new Verdict(outcome, "There are too few samples."));

        After(Bad(), unknown, unknown).Open.ShouldHaveSingleItem().TimesSeen.ShouldBe(1);
        After(unknown).Open.ShouldBeEmpty();
    }

    [Fact]
    public void Take_SensorBroke_IsAnAlertToo()
    {
        var broken = new AlertEvidence(Subject(), Verdict.Errored("roc_auc was not measured: there are no outcomes."));

        After(broken).Open.ShouldHaveSingleItem().What.ShouldContain("not measured");
    }

    [Fact]
    public void Take_TheSameWindowAgain_CountsNothingAndSaysWhatIsKnownNow()
    {
        var book = After(Bad());

        var again = book.Take(Round(0, Bad(reason: "psi is 0.4; at most 0.1")));
        var earlier = book.Take(Round(-5, Bad(reason: "psi is 0.9; at most 0.1")));

        again.Open.ShouldHaveSingleItem().TimesSeen.ShouldBe(1);
        again.Open[0].What.ShouldContain("0.4");
        earlier.Open[0].What.ShouldContain("0.31");
    }

    [Fact]
    public void Take_RuleIsNoMore_ResolvesAndSaysWhy()
    {
        var book = After(Bad()).Take(new AlertRound(Noon.AddHours(1), []) { Rules = ["other"] });

        book.Open.ShouldBeEmpty();
        book.Resolved.ShouldHaveSingleItem().Recovery.ShouldBe("The rule is no more.");
    }

    [Fact]
    public void Take_AfterItsRecovery_IsANewAlertWithTheSameFingerprint()
    {
        var book = After(Bad(), Good(), Bad());

        book.Resolved.ShouldHaveSingleItem().Number.ShouldBe(1);
        book.Open.ShouldHaveSingleItem().Number.ShouldBe(2);
        book.Open[0].Fingerprint.ShouldBe(book.Resolved[0].Fingerprint);
    }

    [Fact]
    public void Silence_CoversByFingerprintOrRuleUntilItIsOver()
    {
        var alert = After(Bad()).Open[0];
        var silence = new Silence("s", Noon.AddHours(1), "ann", "known") { At = Noon, Fingerprint = alert.Fingerprint };
        var book = After(Bad()).With(silence, Noon);

        book.SilenceOf(alert, Noon).ShouldBe(silence);
        book.SilenceOf(alert, Noon.AddHours(1)).ShouldBeNull();
        book.Without("s").SilenceOf(alert, Noon).ShouldBeNull();
        (silence with { Fingerprint = null, Rule = "other" }).Covers(alert).ShouldBeFalse();
        (silence with { Fingerprint = null }).Covers(alert).ShouldBeFalse();
    }

    [Fact]
    public void Forget_KeepsWhatSomeChannelHasNotTold()
    {
        var book = AlertBook.Empty;
        for (var hour = 0; hour < 2 * (AlertBook.HistoryLength + 50); hour += 2)
            book = book.Take(Round(hour, Bad())).Take(Round(hour + 1, Good()));

        book.Forget(_ => false).Resolved.Count.ShouldBe(AlertBook.HistoryLength + 50);
        book.Forget(_ => true).Resolved.Count.ShouldBe(AlertBook.HistoryLength);
        book.Forget(x => x.Number > 1).Resolved[0].Number.ShouldBe(1);
    }

    [Fact]
    public async Task Book_WrittenAndRead_IsTheSame()
    {
        using var folder = new Testing.TemporaryFolder();
        var evidence = Bad() with
        {
            Series = new AlertSeries([0.1, null, double.NaN], High: 0.2),
            Causes = [new AlertCause(AlertCauseKind.Drift, "x")],
        };
        var book = After(evidence).With(new Silence("s", Noon, "ann", "known") { At = Noon, Rule = "drift" }, Noon.AddDays(-1));

        var written = new AlertFolder(folder.Path);
        await written.ChangeAsync(_ => book, TestContext.Current.CancellationToken);
        var read = await new AlertFolder(folder.Path).ReadAsync(TestContext.Current.CancellationToken);

        Digest.OfJson(read).ShouldBe(Digest.OfJson(book));
        read.Open[0].Fingerprint.ShouldBe(book.Open[0].Fingerprint);
    }

    /// <summary>
    /// Whatever verdicts come: one open alert for each subject, none is lost, states are those of a plain machine, and none flaps
    /// faster than its policy lets it.
    /// </summary>
    [Fact]
    public void Take_AnySequence_KeepsItsPromises()
    {
        var sequences =
            from bad in Gen.Choose(1, 3)
            from good in Gen.Choose(1, 3)
            from steps in Gen.ListOf(Gen.ArrayOf(Gen.Elements(Outcome.Passed, Outcome.Failed, Outcome.Inconclusive), 2))
            select (bad, good, steps);

        FsCheck.Check.One(Config, Prop.ForAll(sequences.ToArbitrary(), x => Holds(x.bad, x.good, [.. x.steps])));
    }

    private static bool Holds(int bad, int good, IReadOnlyList<Outcome[]> steps)
    {
        var policy = Policy(bad == 1 ? "1 window" : $"{bad} windows", good == 1 ? "1 window" : $"{good} windows");
        AlertSubject[] subjects = [Subject(column: "a"), Subject(column: "b")];
        var machines = subjects.Select(_ => new Machine(bad, good)).ToArray();
        var (book, fired) = (AlertBook.Empty, new HashSet<long>());
        foreach (var (hour, outcomes) in steps.Index())
        {
            var round = Round(hour, [.. outcomes.Index().Select(x =>
                new AlertEvidence(subjects[x.Index], new Verdict(x.Item, "why")) { Policy = policy })]);
            book = book.Take(round);
            var again = book.Take(round);
            if (!again.Open.Select(State).SequenceEqual(book.Open.Select(State)) || again.Resolved.Count != book.Resolved.Count)
                return false;
            foreach (var (index, outcome) in outcomes.Index())
                machines[index].Take(outcome);
            fired.UnionWith(book.Open.Where(x => x.State == AlertState.Firing).Select(x => x.Number));
            var isOne = book.Open.Select(x => x.Fingerprint).Distinct().Count() == book.Open.Count;
            var isAsExpected = subjects.Index().All(x => book.Find(x.Item.Fingerprint)?.State == machines[x.Index].State);
            var isNoneLost = fired.All(number => book.Open.Concat(book.Resolved).Count(x => x.Number == number) == 1);
            if (!isOne || !isAsExpected || !isNoneLost)
                return false;
        }

        return machines.All(x => x.Firings <= 1 + (steps.Count / (bad + good)));

        static (long, AlertState, int, int) State(Alert alert) => (alert.Number, alert.State, alert.TimesSeen, alert.GoodWindows);
    }

    /// <summary>The same in its plainest form, without times.</summary>
    private sealed class Machine(int bad, int good)
    {
        private int _bad;
        private int _good;

        public AlertState? State { get; private set; }

        public int Firings { get; private set; }

        public void Take(Outcome outcome)
        {
            if (outcome == Outcome.Failed)
            {
                (_bad, _good) = (_bad + 1, 0);
                if (State != AlertState.Firing && _bad >= bad)
                    (State, Firings) = (AlertState.Firing, Firings + 1);
                State ??= AlertState.Pending;
            }
            else if (outcome == Outcome.Passed && State is not null && (State == AlertState.Pending || ++_good >= good))
            {
                (State, _bad, _good) = (null, 0, 0);
            }
        }
    }
}
