using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Drift;

/// <summary>Two columns that were opposite and are now alike, so that neither has changed by itself.</summary>
public class MultivariateDriftTests
{
    private static readonly DomainClassifier Classifier = new(
        MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == "light-gbm"), new PredictorCatalog(new MLNetFlavor()));

    [Fact]
    public void DomainClassifier_OfChangedRelations_TellsRowsApart()
    {
        var area = Classifier.Compare(Rows(600, -0.9, 1), Rows(600, 0.9, 2), seed: 1, CancellationToken.None).Value;

        area.Area.ShouldBeGreaterThan(DomainArea.Limit);
        area.PValue.ShouldBeLessThan(1e-6);
        area.ToMeasurement().Samples.ShouldBe(600);
    }

    [Fact]
    public void DomainClassifier_OfTheSame_Guesses()
    {
        var area = Classifier.Compare(Rows(600, -0.9, 1), Rows(400, -0.9, 2), seed: 1, CancellationToken.None).Value;

        area.Area.ShouldBe(0.5, 0.08);
        area.PValue.ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void DomainClassifier_OfFewRows_IsAProblem() =>
        Classifier.Compare(Rows(600, 0, 1), Rows(99, 0, 2), seed: 1, CancellationToken.None).IsValid.ShouldBeFalse();

    [Fact]
    public void Reconstruction_OfChangedRelations_IsWorse()
    {
        var reconstruction = Reconstruction.Fit(Rows(2000, -0.9, 1)).Value;

        reconstruction.Compare(Rows(500, 0.9, 2)).Value.IsDrifted.ShouldBeTrue();
        Enumerable.Range(3, 30).Count(x => reconstruction.Compare(Rows(500, -0.9, x)).Value.IsDrifted)
            .ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Reconstruction_OfAWindowWithoutAColumn_IsAProblem()
    {
        var reconstruction = Reconstruction.Fit(Rows(2000, -0.9, 1)).Value;

        reconstruction.Compare(Rows(500, 0, 2).Without("b")).Problems[0].Message.ShouldContain("'b'");
        Reconstruction.Fit(Rows(100, 0, 1)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void Components_OfALine_AreThatLine()
    {
        double[][] rows = [.. Enumerable.Range(-50, 101).Select(x => new[] { x * 0.6, x * 0.8 })];

        var component = PrincipalComponents.Of(rows, 0.9).ShouldHaveSingleItem();

        Math.Abs(component[0]).ShouldBe(0.6, 1e-12);
        Math.Abs(component[1]).ShouldBe(0.8, 1e-12);
    }

    [Fact]
    public void Reservoir_OfMany_HasEachAsOften()
    {
        var counts = new int[20];
        for (var seed = 0; seed < 2000; seed++)
        {
            var reservoir = new Reservoir<int>(5, seed);
            for (var i = 0; i < counts.Length; i++)
                reservoir.Add(i);
            reservoir.Items.Count.ShouldBe(5);
            foreach (var item in reservoir.Items)
                counts[item]++;
        }

        counts.ShouldAllBe(x => Math.Abs(x - 500) < 100);
    }

    private static Table Rows(int count, double correlation, int stream)
    {
        var draw = new Draw(5, stream);
        var (a, b, c) = (new NumberColumnBuilder("a"), new NumberColumnBuilder("b"), new CategoryColumnBuilder("c"));
        for (var i = 0; i < count; i++)
        {
            var first = draw.Normal();
            a.Append(first);
            b.Append((correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * draw.Normal()));
            c.Append(draw.Uniform() < 0.5 ? "x" : "y");
        }

        return new Table(a.Build(), b.Build(), c.Build());
    }
}
