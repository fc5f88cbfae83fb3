using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Monitoring.Drift;

public class DriftDetectorTests
{
    private static readonly DriftDetectionOptions Defaults = new();

    [Theory]
    [InlineData(1000, 6, DriftMethod.KolmogorovSmirnov)]
    [InlineData(1000, 5, DriftMethod.ChiSquare)]
    [InlineData(1000, 2, DriftMethod.ZTest)]
    [InlineData(1001, 6, DriftMethod.Wasserstein)]
    [InlineData(1001, 5, DriftMethod.JensenShannon)]
    [InlineData(1001, 2, DriftMethod.JensenShannon)]
    public void Method_ForNumbers_IsChosenAsEvidentlyDoes(int rows, int distinct, DriftMethod method) =>
        Compare(Cycle(rows, distinct), Cycle(500, distinct)).Method.ShouldBe(method);

    [Theory]
    [InlineData(1000, 30, DriftMethod.ChiSquare)]
    [InlineData(1000, 2, DriftMethod.ZTest)]
    [InlineData(1001, 30, DriftMethod.JensenShannon)]
    public void Method_ForCategories_IsChosenAsEvidentlyDoes(int rows, int distinct, DriftMethod method) =>
        Compare(Names(rows, distinct), Names(500, distinct)).Method.ShouldBe(method);

    [Fact]
    public void Column_ThatIsShifted_DriftsWithBothNumbers()
    {
        var drift = Compare(
            Profiles.OfNumbers("age", Normal(5000, 1)), Profiles.OfNumbers("age", [.. Normal(2000, 2).Select(x => x + 0.5)]));

        drift.Verdict.Outcome.ShouldBe(Outcome.Failed);
        drift.Value!.Value.ShouldBe(0.5, 0.06);
        drift.Noise!.Value.ShouldBeLessThan(0.05);
        drift.Limit.ShouldBe(0.1);
        drift.CorrectedPValue!.Value.ShouldBeLessThan(1e-6);
        drift.Verdict.Reason.ShouldContain("'age'");
        drift.Bins.Sum(x => x.Reference).ShouldBe(1, 1e-9);
        drift.Bins.Sum(x => x.Current).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Distance_ThatAFewSamplesGiveByChance_IsNoDrift()
    {
        var reference = Profiles.OfNumbers("age", Normal(5000, 1));
        var windows = Enumerable.Range(2, 50).Select(x => Compare(reference, Profiles.OfNumbers("age", Normal(100, x)))).ToList();

        windows.Count(x => x.Value > 0.1).ShouldBeGreaterThan(10);
        windows.ShouldAllBe(x => x.Verdict.Outcome == Outcome.Passed);
    }

    [Fact]
    public void Column_WithFewValues_IsInconclusive() =>
        Compare(Cycle(5000, 10), Cycle(99, 10)).Verdict.Outcome.ShouldBe(Outcome.Inconclusive);

    [Fact]
    public void Column_ThatIsPersonal_IsLeftOutWithAReason()
    {
        var drift = Compare(Cycle(5000, 10) with { IsPersonal = true }, Cycle(500, 10));

        drift.Verdict.Outcome.ShouldBe(Outcome.Skipped);
        drift.Verdict.Reason.ShouldContain("personal");
    }

    [Theory]
    [InlineData(DataType.Identifier)]
    [InlineData(DataType.Timestamp)]
    public void Column_ThatMovesByItsNature_IsLeftOut(DataType type) =>
        Compare(Cycle(5000, 10) with { Type = type }, Cycle(500, 10)).Verdict.Outcome.ShouldBe(Outcome.Skipped);

    [Fact]
    public void Column_ThatTheWindowLacks_IsABrokenSensor() =>
        DriftDetector.Compare([Cycle(5000, 10)], [], Defaults).Columns[0].Verdict.Outcome.ShouldBe(Outcome.Errored);

    [Fact]
    public void Column_WithADamagedSketch_IsABrokenSensor()
    {
        var reference = Cycle(5000, 10);
        var damaged = reference with { Sketches = reference.Sketches! with { Numbers = "AAAA" } };

        Compare(damaged, Cycle(500, 10)).Verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    [Fact]
    public void Shares_AreMeasuredBesideTheDistribution()
    {
        var drift = Compare(
            Profiles.OfTexts("color", [.. Enumerable.Repeat("red", 600), .. Enumerable.Repeat("blue", 400)]),
            Profiles.OfTexts("color", [.. Enumerable.Repeat("red", 90), .. Enumerable.Repeat("green", 10), null]));

        drift.Unseen!.Current.ShouldBe(0.1, 1e-12);
        drift.Missing!.Current.ShouldBe(1 / 101.0, 1e-12);
        drift.IsDrifted.ShouldBeTrue();
    }

    [Fact]
    public void Numbers_OutOfTheReferencesRange_AreCounted()
    {
        var drift = Compare(
            Profiles.OfNumbers("x", [.. Enumerable.Range(0, 2000).Select(x => (double)x)]),
            Profiles.OfNumbers("x", [.. Enumerable.Range(0, 200).Select(x => x < 20 ? -1.0 : x < 30 ? 5000 : x)]));

        drift.OutOfRange!.Current.ShouldBe(0.15, 1e-12);
    }

    [Fact]
    public void Text_IsHeldAgainstItsLength()
    {
        var (reference, same, longer) = (Texts(2000, 0, 30), Texts(500, 0, 30), Texts(500, 0, 40));

        Compare(reference, same).Verdict.Outcome.ShouldBe(Outcome.Passed);
        var drift = Compare(reference, longer);
        drift.Method.ShouldBe(DriftMethod.TextLength);
        drift.Verdict.Outcome.ShouldBe(Outcome.Failed);
        drift.Text!.Length.ShouldBeGreaterThan(drift.Text.ReferenceLength + 4);
    }

    [Theory]
    [InlineData(2000, 1000, 0)]
    [InlineData(2000, 1000, 500)]
    [InlineData(40_000, 2000, 1000)]
    [InlineData(40_000, 2000, 2000)]
    public void Text_ThatTheReferenceLacks_IsCountedWithinItsError(int reference, int rows, int unseen)
    {
        var text = Compare(Texts(reference, 0, 30), Texts(rows, reference - rows + unseen, 30)).Text!;

        text.OutOfVocabulary!.Value.ShouldBe(unseen / (double)rows, 4 * text.OutOfVocabularyError);
        text.OutOfVocabularyError.ShouldBeLessThan(0.15);
    }

    [Fact]
    public void Dataset_DriftsByTheShareOfItsColumns()
    {
        var (same, moved) = (Cycle(5000, 10), Profiles.OfNumbers("x", [.. Enumerable.Range(0, 500).Select(x => 5.0 + (x % 10))]));
        var half = DriftDetector.Compare(
            [same, same with { Name = "y" }], [moved, Cycle(500, 10) with { Name = "y" }], Defaults);

        half.Share.ShouldBe(0.5);
        half.IsDrifted.ShouldBeTrue();
        half.ToResult().Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    private static ColumnDrift Compare(ColumnProfile reference, ColumnProfile current) =>
        DriftDetector.Compare([reference], [current], Defaults).Columns.Single();

    private static ColumnProfile Cycle(int rows, int distinct) =>
        Profiles.OfNumbers("x", [.. Enumerable.Range(0, rows).Select(x => (double)(x % distinct))]);

    private static ColumnProfile Names(int rows, int distinct) =>
        Profiles.OfTexts("x", [.. Enumerable.Range(0, rows).Select(x => $"name {x % distinct}")]);

    /// <summary>All different, from one of a number on, of up to so many characters beside it.</summary>
    private static ColumnProfile Texts(int rows, int from, int length) => Profiles.OfTexts(
        "note", [.. Enumerable.Range(from, rows).Select(x => $"{x:00000} {new string('x', x * 7919 % length)}")], DataType.Text);

    private static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }
}
