using FsCheck;
using FsCheck.Fluent;
using Pipeline.Models;
using Pipeline.Testing;

namespace Pipeline.Statistics;

public class IsotonicRegressionTests
{
    private static readonly System.Text.Json.JsonElement Fixture = PerformanceFixture.Section("isotonic");

    [Theory]
    [InlineData("plain")]
    [InlineData("weighed")]
    public void Fit_AsScikitLearn_PredictsTheSame(string name)
    {
        var fitted = IsotonicRegression.Of(
            Fixture.Numbers("places"), Fixture.Numbers("values"), name == "plain" ? null : Fixture.Numbers("weights"));
        var calibration = new Calibration.Isotonic(fitted.From, fitted.To);

        Fixture.Numbers("grid").Select(calibration.Of).ShouldBe(Fixture.Numbers(name), 1e-12);
    }

    [Fact]
    public void Fit_AnyPoints_RisesAndKeepsTheSum()
    {
        var points = Gen.Choose(0, 20).Select(x => x / 20.0).Two().NonEmptyListOf().ToArbitrary();

        Prop.ForAll(points, drawn =>
        {
            var (places, values) = (drawn.Select(x => x.Item1).ToArray(), drawn.Select(x => x.Item2).ToArray());
            var fitted = IsotonicRegression.Of(places, values);
            var calibration = new Calibration.Isotonic(fitted.From, fitted.To);

            fitted.To.Zip(fitted.To.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
            places.Sum(calibration.Of).ShouldBe(values.Sum(), 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Pools_RisingPlaces_AreWhatTheRegressionIs()
    {
        var (places, values) = (Fixture.Numbers("places"), Fixture.Numbers("values"));
        var fitted = IsotonicRegression.Of(places, values);
        var pools = new IsotonicPools(places.Length);
        foreach (var group in places.Zip(values).GroupBy(x => x.First).OrderBy(x => x.Key))
            pools.Add(group.Key, group.Sum(x => x.Second), group.Count());
        var pool = 0;

        var walked = Fixture.Numbers("grid").Select(at => pools.At(at, ref pool)).ToList();

        walked.ShouldBe(Fixture.Numbers("grid").Select(new Calibration.Isotonic(fitted.From, fitted.To).Of), 1e-12);
    }
}
