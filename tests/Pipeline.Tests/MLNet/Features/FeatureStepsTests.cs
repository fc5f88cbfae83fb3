using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.MLNet.Rows;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Features;

/// <summary>The vector that a model learns from, number by number.</summary>
public class FeatureStepsTests
{
    private const float Dust = 1e-6f;

    private static readonly double[] Numbers = [1, 2, 4, 8, 100];

    /// <summary>By scikit-learn's formulas; its scalers take the same figures of the population.</summary>
    [Theory]
    [InlineData(Scale.None, new[] { 1f, 2, 4, 8, 100 })]
    [InlineData(Scale.MaxAbs, new[] { 0.01f, 0.02f, 0.04f, 0.08f, 1 })]
    [InlineData(Scale.MinMax, new[] { 0, 0.01010101f, 0.03030303f, 0.07070707f, 1 })]
    [InlineData(Scale.Standard, new[] { -0.57032343f, -0.54439973f, -0.49255205f, -0.38885689f, 1.99613201f })]
    [InlineData(Scale.Robust, new[] { -0.5f, -0.33333333f, 0, 0.66666667f, 16 })]
    [InlineData(Scale.RootMeanSquare, new[] { 0.02226625f, 0.04453250f, 0.08906499f, 0.17812999f, 2.22662485f })]
    public void Number_Scaled_IsWhatScikitLearnMakes(Scale scale, float[] expected)
    {
        var vectors = Vectors(new() { Scale = scale }, Numbers);

        foreach (var (vector, value) in vectors.Zip(expected))
            vector.ShouldBe([value], Dust);
    }

    [Fact]
    public void Number_Logarithm_IsThatOfOneMoreWithItsSign() => Vectors(new() { Log = true }, [-2, 0, 100]).Select(x => x[0])
        .ShouldBe([-1.09861229f, 0, 4.61512052f], Dust);

    [Theory]
    [InlineData(Imputation.Mean, null, 4)]
    [InlineData(Imputation.Median, null, 2)]
    [InlineData(Imputation.Mode, null, 2)]
    [InlineData(Imputation.Constant, -1.0, -1)]
    public void Number_Missing_IsFilledAndSaidToBe(Imputation missing, double? fill, float expected)
    {
        var vectors = Vectors(new() { Missing = missing, Fill = fill }, [2, 2, 8, double.NaN]);

        vectors[3].ShouldBe([expected, 1]);
        vectors[0].ShouldBe([2f, 0]);
    }

    [Fact]
    public void Number_InBins_IsAnIndicatorOfItsRange()
    {
        var vectors = Vectors(new() { Bins = 2 }, [1, 2, 3, 50, 60, 70]);

        vectors.Select(x => string.Concat(x)).ShouldBe(["10", "10", "10", "01", "01", "01"]);
    }

    [Fact]
    public void Timestamp_AsNumbersAndIndicatorsAndOnACircle_IsItsParts()
    {
        string?[] times = ["2024-01-15T06:00", "2024-04-15", null];
        TimestampPart[] parts = [TimestampPart.Month, TimestampPart.Hour];

        Vectors(new() { Parts = parts }, times).Select(x => string.Join(' ', x)).ShouldBe(["0 1 6", "0 4 0", "1 2.5 3"]);
        Vectors(new() { Parts = parts, Encoding = PartEncoding.OneHot }, times).Select(x => string.Concat(x))
            .ShouldBe(["01001", "00110", "10000"]);
        var circles = Vectors(new() { Parts = [TimestampPart.Month], Encoding = PartEncoding.Cyclical }, times);
        circles[0].ShouldBe([0, 0.5f, 0.8660254f], Dust);
        circles[1].ShouldBe([0, 0.8660254f, -0.5f], Dust);
        circles[2].ShouldBe([1f, 0, 0]);
    }

    [Fact]
    public void Timestamp_Elapsed_IsAScaledNumberWhateverItsEncoding() => Vectors(
        new() { Parts = [TimestampPart.Elapsed], Encoding = PartEncoding.OneHot, Scale = Scale.MaxAbs },
        ["2024-01-01", "2024-01-02T12:00", "2024-01-04"]).Select(x => x[0]).ShouldBe([0, 0.5f, 1], Dust);

    [Fact]
    public void Category_OfTheMostFrequent_HasNoIndicatorOfOthers()
    {
        var vectors = Vectors(
            Categories("c", "b", "b", "a", "c", "c", "c"), new() { As = FeatureKind.OneHot, MaxCategories = 2 });

        vectors.Select(x => string.Concat(x)).ShouldBe(["10", "10", "00", "01", "01", "01"]);
    }

    [Fact]
    public void Category_Hashed_HasOneIndicatorEach()
    {
        var vectors = Vectors(Categories("c", "a", "b", "a", null), new() { As = FeatureKind.Hash, Bits = 10 });

        vectors.ShouldAllBe(x => x.Length == 1024 && x.Sum() == 1);
        vectors[0].ShouldBe(vectors[2]);
        vectors.Select(x => Array.IndexOf(x, 1f)).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Cross_OfTwoCategories_TellsPairsApart()
    {
        var table = new Table(
            Categories("city", "x", "x", "y", "y", null, "x"), Categories("job", "p", "q", "p", "q", "p", "p"));
        var wishes = new FeatureWishes { Crosses = [new CrossSpec { Of = ["city", "job"], Bits = 8 }] };

        var (vectors, slots) = Vectors(table, wishes);

        slots.ShouldBe(new Dictionary<string, int> { ["city"] = 3, ["job"] = 2, ["city x job"] = 256 }, ignoreOrder: true);
        var places = vectors.Select(x => Array.IndexOf(x, 1f, 5)).ToList();
        places[..5].Distinct().Count().ShouldBe(5);
        places[5].ShouldBe(places[0]);
    }

    [Fact]
    public void Text_OfWordsAlone_CountsThem()
    {
        var words = new FeatureSpec { As = FeatureKind.Text, WordNgrams = 1, CharNgrams = 0, Norm = TextNorm.None };
        var column = new TextColumn("t", ["The cat, the CAT", "a dog", null, ""]);

        Vectors(column, words).Select(x => string.Concat(x)).ShouldBe(["21100", "00011", "00000", "00000"]);
        Vectors(column, words with { Punctuation = false }).Select(x => string.Concat(x))
            .ShouldBe(["2200", "0011", "0000", "0000"]);
        Vectors(column, words with { Punctuation = false, StopWords = StopWords.English }).Select(x => string.Concat(x))
            .ShouldBe(["20", "01", "00", "00"]);
        Vectors(column, words with { Punctuation = false, RemoveWords = ["cat"] }).Select(x => string.Concat(x))
            .ShouldBe(["200", "011", "000", "000"]);
        Vectors(column, words with { Punctuation = false, Norm = TextNorm.L1 })[0].ShouldBe([0.5f, 0.5f, 0, 0], Dust);
    }

    [Fact]
    public void Text_OfStopWordsAlone_IsFoundToBeEmpty()
    {
        var (context, _, view) = Some(new Table(new TextColumn("t", ["the and of", "", null])), new());

        TextSteps.IsEmpty(context, view, "t", new Feature.Text { StopWords = StopWords.English }).ShouldBeTrue();
        TextSteps.IsEmpty(context, view, "t", new Feature.Text { RemoveWords = ["the", "of", "and"] }).ShouldBeTrue();
        TextSteps.IsEmpty(context, view, "t", new Feature.Text { RemoveWords = ["the", "of"] }).ShouldBeFalse();
        TextSteps.IsEmpty(context, view, "t", new Feature.Text()).ShouldBeFalse();
    }

    [Fact]
    public void Text_TooShortForItsNgrams_IsFoundToBeEmpty()
    {
        var (context, _, view) = Some(new Table(new TextColumn("t", ["ab", ""])), new());

        TextSteps.IsEmpty(context, view, "t", new Feature.Text { CharNgrams = 4 }).ShouldBeFalse();
        TextSteps.IsEmpty(context, view, "t", new Feature.Text { CharNgrams = 5 }).ShouldBeTrue();
    }

    private static (MLContext Context, RowLayout Layout, IDataView View) Some(Table table, FeatureSpec spec)
    {
        var facts = table.Columns.Select(column => ColumnFacts.Of(column, DataType.Text)).ToList();
        var wishes = new FeatureWishes { Columns = new Dictionary<string, FeatureSpec> { ["t"] = spec } };
        var plan = FeaturePlan.Of(facts, wishes, FeatureNeeds.Nothing).OrThrow();
        var layout = new RowLayout(plan.Inputs(table, new InputDeclarations()), Label);
        return (new MLContext(1), layout, new TrainingView(table, layout, CancellationToken.None));
    }

    private static ModelLabel Label => new ModelLabel.Number("y");

    private static List<float[]> Vectors(FeatureSpec spec, double[] numbers) =>
        Vectors(new NumberColumn("t", [.. numbers]), spec);

    private static List<float[]> Vectors(FeatureSpec spec, string?[] times) =>
        Vectors(new TextColumn("t", [.. times]), spec, DataType.Timestamp);

    private static List<float[]> Vectors(Column column, FeatureSpec spec, DataType? type = null)
    {
        var wishes = new FeatureWishes { Columns = new Dictionary<string, FeatureSpec> { [column.Name] = spec } };
        return Vectors(new Table(column), wishes, type).Vectors;
    }

    private static (List<float[]> Vectors, IReadOnlyDictionary<string, int> Slots) Vectors(
        Table table, FeatureWishes wishes, DataType? type = null)
    {
        var declared = new InputDeclarations();
        var facts = table.Columns.Select(column => ColumnFacts.Of(column, type ?? declared.InputOf(column).DataType)).ToList();
        var plan = FeaturePlan.Of(facts, wishes, FeatureNeeds.Nothing).OrThrow();
        var layout = new RowLayout(plan.Inputs(table, declared), Label);
        var steps = new FeatureSteps(new MLContext(1), layout, plan.Crosses, Label.Column);
        var (chain, features) = steps.Create();
        var view = new TrainingView(table, layout, CancellationToken.None);
        var encoded = chain.Fit(view).Transform(view);
        return ([.. encoded.GetColumn<float[]>(features)], steps.Slots(encoded.Schema));
    }

    private static CategoryColumn Categories(string name, params string?[] values)
    {
        var names = values.OfType<string>().Distinct().ToList();
        var codes = values.Select(value => value is null ? -1 : names.IndexOf(value));
        return new CategoryColumn(name, [.. codes], new CategoryDomain(names));
    }
}
