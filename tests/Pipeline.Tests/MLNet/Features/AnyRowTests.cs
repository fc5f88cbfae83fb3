using Pipeline.Core.Progress;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet.Features;

/// <summary>Whatever a row holds that a signature admits, its answer is a number, and the same by itself as in a table.</summary>
public class AnyRowTests
{
    private const int Count = 400;

    private static readonly string[] Texts =
    [
        "", " ", "a", "İıŞß ﬁ", "😀😀 emoji 😀", "\uD83D", "\uDE00 half", "\0\u0001\u0002\u0003", "a\u0301e\u0301",
        string.Concat(Enumerable.Repeat("long ", 40_000)), new('x', 100_000), "日本語のテキスト", "\u200B\uFEFF\u202E",
    ];

    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 1e-300, -1e-300, double.Epsilon, float.MaxValue, 1e39, -1e39, double.MaxValue, double.MinValue,
        1e15 + 0.5, double.NaN,
    ];

    private static readonly string?[] Times =
    [
        null, "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999999", "9999-12-31T23:59:59-14:00",
        "2024-02-29", "2024-06-30T23:59:60Z", "1969-12-31T24:00",
    ];

    public static TheoryData<string, int> Everything =>
        [.. from trainer in (string[])["fast-tree", "sdca-logistic-regression", "lbfgs-logistic-regression"]
            from variant in Enumerable.Range(0, Variants.Length)
            select (trainer, variant)];

    private static Dictionary<string, FeatureSpec>[] Variants =>
    [
        [],
        new()
        {
            ["number"] = new() { Scale = Scale.Standard, Missing = Imputation.Median },
            ["other"] = new() { Scale = Scale.Robust, Missing = Imputation.Mode },
            ["city"] = new() { As = FeatureKind.Hash, Bits = 4 },
            ["time"] = new() { Parts = [.. Enum.GetValues<TimestampPart>()], Encoding = PartEncoding.Cyclical },
            ["text"] = new() { CharNgrams = 0, WordNgrams = 1, Weighting = Weighting.TfIdf, StopWords = StopWords.English },
        },
        new()
        {
            ["number"] = new() { Scale = Scale.MinMax, Log = true, Missing = Imputation.Constant, Fill = -1e300 },
            ["other"] = new() { Bins = 5 },
            ["city"] = new() { As = FeatureKind.Text },
            ["time"] = new()
            {
                Parts = [.. Enum.GetValues<TimestampPart>()], Encoding = PartEncoding.OneHot, Scale = Scale.Standard,
            },
            ["text"] = new() { As = FeatureKind.Hash },
        },
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public void Score_AnyRowThatIsAdmitted_IsAProbability(string name, int variant)
    {
        using var predictor = new MLNetFlavor().Load(Train(name, Variants[variant]).Artifact);
        var rows = Rows(200, new Random(variant), strange: true);

        var scored = predictor.Score(rows, CancellationToken.None);

        var probabilities = ((NumberColumn)scored[ModelOutputs.Probability]).Values;
        probabilities.ShouldAllBe(x => x >= 0 && x <= 1);
        ((NumberColumn)scored[ModelOutputs.Score]).Values.ShouldAllBe(x => double.IsFinite(x));
        var (row, answers) = (new FeatureRow(predictor.Signature), new double[2]);
        for (var i = 0; i < rows.RowCount; i++)
        {
            row.Fill(rows, i);
            predictor.Score(row, answers);
            answers[1].ShouldBe(probabilities[i]);
        }
    }

    [Fact]
    public void Train_OnStrangeRows_LearnsAndAnswers()
    {
        var rows = Rows(Count, new Random(5), strange: true);
        using var predictor = new MLNetFlavor().Load(Train("fast-tree", [], rows).Artifact);

        ((NumberColumn)predictor.Score(rows, CancellationToken.None)[ModelOutputs.Probability]).Values
            .ShouldAllBe(x => x >= 0 && x <= 1);
    }

    private static TrainedModel Train(string name, Dictionary<string, FeatureSpec> wishes, Table? rows = null)
    {
        var set = new TrainingSet
        {
            Rows = rows ?? Rows(Count, new Random(1), strange: false),
            Task = ModelTask.BinaryClassification,
            Label = "y",
            Positive = "yes",
            Declared = new InputDeclarations
            {
                Columns = new Dictionary<string, DeclaredInput> { ["time"] = new(DataType.Timestamp) },
            },
            Features = new FeatureWishes { Columns = wishes, Crosses = [new CrossSpec { Of = ["city", "flag"], Bits = 6 }] },
        };
        return MLNetTrainers.All(TimeProvider.System).Single(x => x.Name == name).Train(
            new TrainingRequest { Set = set, Seed = 7 }, new Progress<StepEvent>(), CancellationToken.None).OrThrow();
    }

    private static Table Rows(int count, Random random, bool strange)
    {
        var (number, other) = (new NumberColumnBuilder("number"), new NumberColumnBuilder("other"));
        var (city, flag, y) = (
            new CategoryColumnBuilder("city"), new CategoryColumnBuilder("flag"), new CategoryColumnBuilder("y"));
        var (texts, times) = (new List<string?>(), new List<string?>());
        for (var i = 0; i < count; i++)
        {
            var amount = random.NextDouble() * 100;
            number.Append(strange ? Numbers[random.Next(Numbers.Length)] : random.Next(9) == 0 ? double.NaN : amount);
            // Nine of ten are one number, so that the middle half of all has no width.
            other.Append(strange ? Numbers[random.Next(Numbers.Length)] : random.Next(10) > 0 ? 3 : amount);
            city.Append(strange && random.Next(2) == 0 ? $"new {i}" : $"city {random.Next(5)}");
            if (random.Next(7) == 0)
                flag.AppendMissing();
            else
                flag.Append(random.Next(2) == 0 ? "true" : "false");
            texts.Add(strange ? Texts[random.Next(Texts.Length)] : random.Next(9) == 0 ? null : $"word{random.Next(9)} the {i}");
            var usual = $"202{random.Next(5)}-0{random.Next(1, 9)}-15T0{random.Next(9)}:30";
            times.Add(strange ? Times[random.Next(Times.Length)] : random.Next(9) == 0 ? null : usual);
            y.Append(amount > 50 || random.Next(5) == 0 ? "yes" : "no");
        }

        return new Table(
            number.Build(), other.Build(), city.Build(), flag.Build(), new TextColumn("text", [.. texts]),
            new TextColumn("time", [.. times]), y.Build());
    }
}
