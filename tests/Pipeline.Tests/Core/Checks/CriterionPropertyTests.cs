namespace Pipeline.Core.Checks;

public class CriterionPropertyTests
{
    private const int Rounds = 2000;

    [Fact]
    public void AtLeast_GreaterValue_IsNeverWorse() =>
        ForAll(random => (random.NextDouble(), random.NextDouble(), random.NextDouble()), x =>
        {
            var (limit, a, b) = x;
            var criterion = new Criterion.AtLeast(limit);

            return Judge(criterion, Math.Max(a, b)) <= Judge(criterion, Math.Min(a, b));
        });

    [Fact]
    public void AtMost_MirrorsAtLeast() =>
        ForAll(random => (random.NextDouble(), random.NextDouble()), x =>
            Judge(new Criterion.AtMost(x.Item1), x.Item2) == Judge(new Criterion.AtLeast(-x.Item1), -x.Item2));

    [Fact]
    public void Between_IsTheWorseOfItsTwoEnds() =>
        ForAll(random => (random.NextDouble(), random.NextDouble(), random.NextDouble()), x =>
        {
            var (low, high) = (Math.Min(x.Item1, x.Item2), Math.Max(x.Item1, x.Item2));
            Outcome[] ends = [Judge(new Criterion.AtLeast(low), x.Item3), Judge(new Criterion.AtMost(high), x.Item3)];

            return Judge(new Criterion.Between(low, high), x.Item3) == ends.Max();
        });

    [Fact]
    public void Interval_Wider_NeverTurnsAroundADecision() =>
        ForAll(random => (random.NextDouble(), random.NextDouble(), random.NextDouble()), x =>
        {
            var (limit, value, width) = x;
            var criterion = new Criterion.AtLeast(limit);
            var narrow = Judge(criterion, value, new ConfidenceInterval(value - width, value + width));
            var wide = Judge(criterion, value, new ConfidenceInterval(value - (2 * width), value + (2 * width)));

            return wide == narrow || wide == Outcome.Inconclusive;
        });

    [Fact]
    public void Interval_OfNoWidth_DecidesAsThePointDoes() =>
        ForAll(random => (random.NextDouble(), random.NextDouble()), x =>
            Judge(new Criterion.AtLeast(x.Item1), x.Item2)
                == Judge(new Criterion.AtLeast(x.Item1), x.Item2, new ConfidenceInterval(x.Item2, x.Item2)));

    [Fact]
    public void NoWorseThan_WiderMargin_IsNeverWorse() =>
        ForAll(random => (random.NextDouble(), random.NextDouble(), random.NextDouble()), x =>
        {
            var measurement = Some.Compared(x.Item1, x.Item2);
            var strict = new Criterion.NoWorseThan("champion", x.Item3).Judge(measurement).Outcome;

            return new Criterion.NoWorseThan("champion", x.Item3 * 2).Judge(measurement).Outcome <= strict;
        });

    [Fact]
    public void NoWorseThan_Itself_AlwaysPasses() =>
        ForAll(random => random.NextDouble() * 1e6, x =>
            new Criterion.NoWorseThan("champion").Judge(Some.Compared(x, x)).Outcome == Outcome.Passed);

    [Fact]
    public void Limit_AsTheValue_AlwaysPasses() =>
        ForAll(random => (random.NextDouble() - 0.5) * 1e9, x =>
            Judge(new Criterion.AtLeast(x), x) == Outcome.Passed
                && Judge(new Criterion.AtMost(x), x) == Outcome.Passed
                && Judge(new Criterion.Between(x, x), x) == Outcome.Passed);

    private static Outcome Judge(Criterion criterion, double value, ConfidenceInterval? interval = null) =>
        criterion.Judge(Some.Measurement(value, interval)).Outcome;

    private static void ForAll<T>(Func<Random, T> some, Predicate<T> holds)
    {
        var random = new Random(20240607);
        var cases = Enumerable.Range(0, Rounds).Select(_ => some(random));
        cases.Where(x => !holds(x)).ShouldBeEmpty();
    }
}
