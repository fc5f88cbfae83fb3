namespace Pipeline.Models.Predictions;

public sealed class FeedbackJoinTests
{
    private static readonly PredictionKey Key = PredictionKey.Of("A-17", []);

    [Fact]
    public void Join_OfReports_CountsWhatBecameOfEach()
    {
        var join = new FeedbackJoin(new FeedbackJoinOptions { LateAfter = TimeSpan.FromTicks(100) });
        for (var number = 1UL; number <= 4; number++)
            join.Add(PredictionId.Of(1, number), time: 1000);
        join.Add(Report(1, "yes", 1010));
        join.Add(Report(1, "yes", 1020));
        join.Add(Report(2, "yes", 1010));
        join.Add(Report(2, "no", 1030));
        join.Add(Report(3, "no", 1101));
        join.Add(Report(9, "no", 1010));
        join.Add(Report(9, "no", 1011));

        var joined = join.Join();

        joined.Counts.ShouldBe(new FeedbackCounts { Matched = 3, Late = 1, Unknown = 1, Duplicate = 1, Corrected = 1 });
        joined[0].ShouldBe(new JoinedOutcome(LoggedValue.Of("yes"), 1010, IsLate: false));
        joined[1].ShouldBe(new JoinedOutcome(LoggedValue.Of("no"), 1030, IsLate: false));
        joined[2]!.IsLate.ShouldBeTrue();
        joined[3].ShouldBeNull();
        joined.Unknown.ShouldBe([PredictionId.Of(1, 9)]);
    }

    [Fact]
    public void Join_OfAKey_IsOfAllPredictionsThatHaveIt()
    {
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        join.Add(new KnownOutcome(default, Key, LoggedValue.Of(3), 10));
        join.Add(new KnownOutcome(default, PredictionKey.Of("A-18", []), LoggedValue.Of(3), 10));
        join.Add(PredictionId.Of(1, 1), 5, Key);
        join.Add(PredictionId.Of(1, 2), 6, Key);
        join.Add(PredictionId.Of(1, 3), 7);

        var joined = join.Join();

        (joined[0]!.Value.Number, joined[1]!.Value.Number, joined[2]).ShouldBe((3, 3, null));
        (joined.Counts.Matched, joined.Counts.Unknown).ShouldBe((2, 1));
    }

    [Fact]
    public void Join_OfAPredictionThatIsThereTwice_CountsItOnce()
    {
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        join.Add(PredictionId.Of(1, 1), 5);
        join.Add(PredictionId.Of(1, 1), 5);
        join.Add(Report(1, "yes", 6));

        var joined = join.Join();

        (joined[0] is null, joined[1] is null).ShouldBe((false, true));
        joined.Counts.ShouldBe(new FeedbackCounts { Matched = 1, RepeatedPredictions = 1 });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Join_OfAnyOrder_IsTheSame(int seed)
    {
        var random = new Random(seed);
        var reports = Enumerable.Range(0, 500)
            .Select(_ => Report((ulong)random.Next(1, 60), random.Next(2) == 0 ? "yes" : "no", random.Next(20))).ToArray();
        var first = Joined(reports);
        random.Shuffle(reports);

        var again = Joined(reports);

        again.Counts.ShouldBe(first.Counts);
        Enumerable.Range(0, 50).Select(i => again[i]).ShouldBe(Enumerable.Range(0, 50).Select(i => first[i]));
        var counts = first.Counts;
        (counts.Matched + counts.Duplicate + counts.Corrected).ShouldBe(reports.Count(x => x.Id.Number <= 50));
    }

    private static JoinedFeedback Joined(IEnumerable<KnownOutcome> reports)
    {
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        foreach (var report in reports)
            join.Add(report);
        for (var number = 1UL; number <= 50; number++)
            join.Add(PredictionId.Of(1, number), 0);
        return join.Join();
    }

    private static KnownOutcome Report(ulong number, string outcome, long time) =>
        new(PredictionId.Of(1, number), default, LoggedValue.Of(outcome), time);
}
